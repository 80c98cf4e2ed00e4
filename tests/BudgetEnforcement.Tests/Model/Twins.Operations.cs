using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <content>Each operation: what it should do, and whether it does.</content>
internal sealed partial class Twins
{
    private void AddCost(Twin twin, decimal amount)
    {
        Say(twin, "AddCost", amount);
        if (!twin.Model.CanCount(Exact.Of(amount), freed: 0))
        {
            Expect.Throws<OverflowException>(Name(twin), () => twin.Real.AddCost(amount));
            Outcome("uncountable");
            return;
        }

        _model.Spend(twin.Model, Exact.Of(amount));
        Expect.Same(twin.Real.AddCost(amount), twin.Model.PathStatus, Name(twin));
        Outcome("recorded");
    }

    private void TryAddCost(Twin twin, decimal amount)
    {
        Say(twin, "TryAddCost", amount);
        var isAdmitted = _model.Admits(twin.Model, Exact.Of(amount));
        Expect.Same(twin.Real.TryAddCost(amount), isAdmitted, Name(twin));
        if (isAdmitted)
            _model.Spend(twin.Model, Exact.Of(amount));
        Outcome(isAdmitted ? "recorded" : "refused");
    }

    private void TryAddCostChecked(Twin twin, decimal amount)
    {
        Say(twin, "TryAddCost", amount);
        var expected = _model.Check(twin.Model, Exact.Of(amount));
        var isAdmitted = twin.Real.TryAddCost(amount, out var check);
        Expect.Same(isAdmitted, expected.Reason == BudgetRefusalReason.None, Name(twin));
        Twin.Compare(check, expected, amount, Name(twin));
        if (isAdmitted)
            _model.Spend(twin.Model, Exact.Of(amount));
        Outcome(isAdmitted ? "recorded" : "refused");
    }

    private void TryReserveChecked(Twin twin, decimal amount)
    {
        Say(twin, "TryReserve", amount);
        var expected = _model.Check(twin.Model, Exact.Of(amount));
        var isAdmitted = twin.Real.TryReserve(amount, out var reservation, out var check);
        Expect.Same(isAdmitted, expected.Reason == BudgetRefusalReason.None, Name(twin));
        Twin.Compare(check, expected, amount, Name(twin));
        if (isAdmitted)
            Keep(reservation!, _model.Hold(twin.Model, Exact.Of(amount)));
        Outcome(isAdmitted ? "held" : "refused");
    }

    private void TryReserve(Twin twin, decimal amount)
    {
        Say(twin, "TryReserve", amount);
        var isAdmitted = _model.Admits(twin.Model, Exact.Of(amount));
        Expect.Same(twin.Real.TryReserve(amount, out var reservation), isAdmitted, Name(twin));
        if (isAdmitted)
            Keep(reservation!, _model.Hold(twin.Model, Exact.Of(amount)));
        Outcome(isAdmitted ? "held" : "refused");
    }

    private void Reserve(Twin twin, decimal amount)
    {
        Say(twin, "Reserve", amount);
        if (_model.Admits(twin.Model, Exact.Of(amount)))
        {
            Keep(twin.Real.Reserve(amount), _model.Hold(twin.Model, Exact.Of(amount)));
            Outcome("held");
            return;
        }

        var refused = Expect.Throws<BudgetExceededException>(Name(twin), () => twin.Real.Reserve(amount));
        var expected = _model.Check(twin.Model, Exact.Of(amount));
        Twin.Compare(refused.Check, expected, amount, Name(twin));
        Outcome("refused");
    }

    private void ReserveAsync(Twin twin, decimal amount, bool isCancelled)
    {
        Say(twin, isCancelled ? "cancelled ReserveAsync" : "ReserveAsync", amount);
        var cancel = new CancellationTokenSource();
        if (isCancelled)
            cancel.Cancel();
        var expected = isCancelled
            ? new ModelWaiter(twin.Model, Exact.Of(amount), deadline: null) { Fate = TaskStatus.Canceled }
            : _model.Ask(twin.Model, Exact.Of(amount));
        var asked = twin.Real.ReserveAsync(amount, cancel.Token).AsTask();
        if (!IsOver(asked, expected))
            _waiting.Add((asked, expected, cancel));
        Outcome(Word(expected.Fate));
    }

    private void Cancel(int index)
    {
        var (_, waiter, cancel) = _waiting[index];
        _story?.Line($"{_step}: who waits at budget {waiter.Budget.Name} for {Exact.Text(waiter.Amount)} cancels");
        cancel.Cancel();
        _model.Cancel(waiter);
    }

    private void End(Operation operation, int index, decimal amount, int choice)
    {
        var (real, model) = _reservations[index];
        var name = $"reservation {index}";
        _story?.Line($"{_step}: reservation {index}, {Exact.Text(model.Held)} at budget {model.Budget.Name}, {operation} ");
        switch (operation)
        {
            case Operation.TryRenew:
                TryRenew(real, model, amount, NextAmount(model, amount, choice), name);
                break;
            case Operation.Commit:
                Commit(() => real.Commit(amount), model, Exact.Of(amount), name);
                break;
            case Operation.CommitAmount:
                Commit(real.Commit, model, model.Amount, name);
                break;
            case Operation.Release when choice % 2 == 0:
                real.Release();
                _model.Release(model);
                break;
            default:
                real.Dispose();
                _model.Release(model);
                break;
        }

        Expect.Same(Exact.Of(real.Amount), model.Amount, name);
    }

    private void Commit(Action commit, ModelReservation model, BigInteger cost, string name)
    {
        _story?.Append(Exact.Text(cost));
        if (model.IsCommitted)
        {
            Expect.Throws<InvalidOperationException>(name, commit);
            Outcome("committed before");
        }
        else if (!model.Budget.CanCount(cost, model.Held))
        {
            Expect.Throws<OverflowException>(name, commit);
            Outcome("uncountable");
        }
        else
        {
            commit();
            Outcome(cost > model.Held ? "recorded, with overage" : "recorded");
            _model.Exchange(model, cost, next: null);
        }
    }

    private void TryRenew(BudgetReservation real, ModelReservation model, decimal cost, decimal next, string name)
    {
        _story?.Append($"{Money(cost)}, next {Money(next)}");
        if (!model.IsOpen)
        {
            Expect.Throws<InvalidOperationException>(name, () => real.TryRenew(cost, next));
            Outcome("ended before");
            return;
        }

        var isRenewed = model.CanRenew(Exact.Of(cost), Exact.Of(next));
        Expect.Same(real.TryRenew(cost, next), isRenewed, name);
        if (isRenewed)
            _model.Exchange(model, Exact.Of(cost), Exact.Of(next));
        Outcome(isRenewed ? "renewed" : "refused");
    }

    // The cost itself, 0, the rest of the reservation, and amounts that just fit or just do not.
    private static decimal NextAmount(ModelReservation model, decimal cost, int choice)
    {
        var left = model.Amount - Exact.Of(cost);
        var room = model.Budget.Path.Min(static budget => budget.Room);
        return (choice % 5) switch
        {
            0 => cost,
            1 => 0m,
            2 => Exact.AtMost(left),
            3 => Exact.AtMost(left + room),
            _ => Exact.AtLeast(left + room + 1),
        };
    }

    private void Read(Twin twin, int choice)
    {
        Say(twin, $"is read ({choice % 12})");
        twin.Read(choice);
        if (choice % 9 == 6)
            _tokens.Add((twin.Real.ExceededToken, twin.Model, IsCancelled: false));
        if (choice % 9 == 5)
            _tokens.Add((twin.Real.CreateLinkedTokenSource().Token, twin.Model, IsCancelled: false));
    }

    private void CheckBudgetAvailable(Twin twin, decimal amount)
    {
        Say(twin, "CheckBudgetAvailable", amount);
        var reason = twin.Check(amount);
        _story?.Append($" -> {reason}");
    }

    private void CheckWithoutABudget(Twin twin, decimal cost, decimal required)
    {
        var limit = Exact.AtMost(twin.Model.Limit);
        _story?.Line($"{_step}: Budget.Check {Money(cost)}, limit {Money(limit)}, required {Money(required)}");
        var alone = new ModelTree(_model.Now);
        var budget = alone.Add([], new Beginning(0, 0, limit, cost, Beginning.Usual, [], 0, 0, BudgetPeriod.None));
        var expected = alone.Check(budget, Exact.Of(required));
        var check = Budget.Check(cost, limit, required);
        // The check takes nothing, so with an amount of 0 it tells whether the limit holds.
        var isOver = required == 0 && !budget.Fits(0);
        Expect.Same(check.Reason, isOver ? BudgetRefusalReason.NoRoom : expected.Reason, "Budget");
        Expect.Same(check.Status, expected.Status, "Budget");
        Expect.Money(check.Available, expected.Available, roundedUp: false, "Budget");
    }

    private void AskForNonsense(Twin twin, decimal negative, int choice)
    {
        Say(twin, $"bad input ({choice % 12})", negative);
        var real = twin.Real;
        var reservation = _reservations.Count == 0 ? null : _reservations[choice % _reservations.Count].Real;
        Action call = (choice % 12) switch
        {
            0 => () => real.AddCost(negative),
            1 => () => real.TryAddCost(negative),
            2 => () => real.TryReserve(negative, out _),
            3 => () => real.Reserve(negative),
            4 => () => _ = real.ReserveAsync(negative).AsTask(),
            5 => () => real.Refund(negative),
            6 => () => real.UpdateLimit(negative),
            7 when reservation is not null => () => reservation.Commit(negative),
            8 when reservation is not null => () => reservation.TryRenew(0m, negative),
            9 => () => real.TryRefund(negative),
            10 => () => real.TryReserve(negative, out _, out _),
            11 => () => real.TryAddCost(negative, out _),
            _ => () => real.CheckBudgetAvailable(negative),
        };
        Expect.Throws<ArgumentOutOfRangeException>(Name(twin), call);
    }

    private static string Name(Twin twin) => $"budget {twin.Model.Name}";

    private void Outcome(string outcome) => _story?.Append($" -> {outcome}");
}
