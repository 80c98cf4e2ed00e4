namespace BudgetEnforcement.Tests;

/// <summary>A tree of real budgets beside its model; every step is done to both and everything that can be read is compared.</summary>
internal sealed class ModelTree
{
    private readonly List<(BudgetEnforcer Real, ModelBudget Model, Crossings Crossings)> _budgets = [];
    private readonly List<(BudgetReservation Real, int Budget)> _reservations = [];
    private readonly HashSet<BudgetReservation> _committed = [];
    private readonly List<(CancellationToken Token, int Budget)> _tokens = [];

    internal ModelTree(decimal limit, decimal spent) =>
        Add(new BudgetEnforcer(new BudgetOptions { Name = "0", Limit = limit, InitialSpent = spent }), null, limit, spent, (0.75m, 0.9m));

    internal void Do(in Step step)
    {
        var number = step.Budget % _budgets.Count;
        var (real, model, _) = _budgets[number];
        var amount = Amount(step, real);
        var units = Exact.Of(amount);
        switch (step.Operation)
        {
            case Operation.AddCost:
                if (model.CanCount(units, 0))
                {
                    model.Spend(units);
                    Same(real.AddCost(amount), model.PathStatus);
                }
                else
                {
                    Throws<OverflowException>(() => real.AddCost(amount));
                }

                break;
            case Operation.TryAddCost:
                var fits = model.Fits(units);
                Same(real.TryAddCost(amount), fits);
                if (fits)
                    model.Spend(units);
                break;
            case Operation.Reserve:
                Reserve(number, amount);
                break;
            case Operation.Commit when _reservations.Count > 0:
                Commit(step.Pick % _reservations.Count, step.Twist, amount);
                break;
            case Operation.Release when _reservations.Count > 0:
                Release(step.Pick % _reservations.Count, step.Twist);
                break;
            case Operation.Refund:
                if (model.Path.All(budget => budget.Spent >= units))
                {
                    real.Refund(amount);
                    model.TakeBack(units);
                }
                else
                {
                    Throws<ArgumentOutOfRangeException>(() => real.Refund(amount));
                }

                break;
            case Operation.UpdateLimit:
                real.UpdateLimit(amount);
                model.UpdateLimit(units);
                break;
            case Operation.Reset:
                real.Reset();
                model.Reset();
                break;
            case Operation.Check:
                Check(real, model, amount);
                break;
            case Operation.CreateChild when _budgets.Count < 8:
                CreateChild(number, step, amount);
                break;
            case Operation.BadInput:
                Throws<ArgumentOutOfRangeException>(() => real.AddCost(-amount - Budgets.Unit));
                Throws<ArgumentOutOfRangeException>(() => real.TryAddCost(decimal.MinValue));
                Throws<ArgumentOutOfRangeException>(() => real.UpdateLimit(-1m));
                break;
            default:
                break;
        }
    }

    internal void Compare()
    {
        foreach (var (real, model, crossings) in _budgets)
        {
            var report = real.GetStatus();
            Same(report.Spent, Exact.Held(model.Spent, up: true));
            Same(report.Limit, model.Limit);
            Same(report.Reserved, Exact.Held(model.Reserved, up: true));
            Same(report.Remaining, Exact.Held(model.Limit - model.Spent, up: false));
            Same(report.Available, Exact.Held(model.Available, up: false));
            Same(report.OpenReservations, model.Held.Count);
            Same(report.Status, model.Status);
            Same(report.PathStatus, model.PathStatus);
            Same(real.Available, Exact.Held(model.Available, up: false));
            Same(real.IsBudgetExceeded, model.PathStatus == BudgetStatus.Exceeded);
            Same(real.ExceededToken.IsCancellationRequested, real.IsBudgetExceeded);
            if (!crossings.Statuses.SequenceEqual(model.Told))
                throw new InvalidOperationException($"{real.Name} told {string.Join(',', crossings.Statuses)} and not {string.Join(',', model.Told)}");
        }

        // A token that was handed out is cancelled once its path has been exceeded, and stays so.
        foreach (var (token, budget) in _tokens)
            Same(token.IsCancellationRequested, _budgets[budget].Model.PathStatus == BudgetStatus.Exceeded);
        _tokens.Clear();
        for (var i = 0; i < _budgets.Count; i++)
        {
            if (!_budgets[i].Real.IsBudgetExceeded)
                _tokens.Add((_budgets[i].Real.ExceededToken, i));
        }
    }

    private static decimal Amount(in Step step, BudgetEnforcer real) => step.Twist switch
    {
        0 => real.Available,
        1 => real.Available < 1m ? real.Available + Budgets.Unit : real.Available,
        2 => real.Spent,
        3 => Math.Max(0m, (real.Limit * 0.75m) - real.Spent),
        4 => Math.Max(0m, real.GetRemainingBudget()),
        _ => step.Amount,
    };

    private static void Check(BudgetEnforcer real, ModelBudget model, decimal amount)
    {
        var check = real.CheckBudgetAvailable(amount);
        Same(check.IsAvailable, model.Fits(Exact.Of(amount)));
        Same(check.Status, model.StatusWith(Exact.Of(amount)));
        Same(check.Available, Exact.Held(model.Available, up: false));
        Same(check.BudgetName, model.Decider.Name);
        Same(check.Limit, model.Decider.Limit);
        Same(check.Spent, Exact.Held(model.Decider.Spent, up: true));
        Same(check.Reserved, Exact.Held(model.Decider.Reserved, up: true));
        _ = check.Message;
    }

    private static void Same(decimal real, System.Numerics.BigInteger expected) => Same(Exact.Of(real), expected);

    private static void Same<T>(T real, T expected)
    {
        if (!EqualityComparer<T>.Default.Equals(real, expected))
            throw new InvalidOperationException($"{real} and not {expected}");
    }

    private static void Throws<TException>(Action action)
        where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException)
        {
            return;
        }

        throw new InvalidOperationException($"No {typeof(TException).Name}.");
    }

    private void Reserve(int budget, decimal amount)
    {
        var (real, model, _) = _budgets[budget];
        if (!model.Fits(Exact.Of(amount)))
        {
            Same(real.TryReserve(amount, out _), false);
            Throws<BudgetExceededException>(() => real.Reserve(amount));
            return;
        }

        var reservation = real.Reserve(amount);
        _reservations.Add((reservation, budget));
        model.Hold(reservation, Exact.Of(amount));
    }

    private void Commit(int index, int twist, decimal cost)
    {
        var (reservation, budget) = _reservations[index];
        var model = _budgets[budget].Model;
        var isWhole = twist == 5;
        var units = Exact.Of(isWhole ? reservation.Amount : cost);
        void CommitReal()
        {
            if (isWhole)
                reservation.Commit();
            else
                reservation.Commit(cost);
        }

        if (_committed.Contains(reservation))
        {
            Throws<InvalidOperationException>(CommitReal);
            return;
        }

        if (!model.CanCount(units, model.Held.GetValueOrDefault(reservation)))
        {
            Throws<OverflowException>(CommitReal);
            return;
        }

        CommitReal();
        _committed.Add(reservation);
        model.Free(reservation);
        model.Spend(units);
    }

    private void Release(int index, int twist)
    {
        var (reservation, budget) = _reservations[index];
        if (twist % 2 == 0)
            reservation.Release();
        else
            reservation.Dispose();
        _budgets[budget].Model.Free(reservation);
    }

    private void CreateChild(int parent, in Step step, decimal limit)
    {
        var (first, second) = step.Pick % 2 == 0 ? (0.75m, 0.9m) : (1m / 3m, 1m);
        var spent = step.Pick % 3 == 0 ? step.Amount : 0m;
        var options = new BudgetOptions
        {
            Name = $"{_budgets.Count}",
            Limit = limit,
            InitialSpent = spent,
            Warning75Threshold = first,
            Warning90Threshold = second,
        };
        Add(_budgets[parent].Real.CreateChild(options), _budgets[parent].Model, limit, spent, (first, second));
    }

    private void Add(BudgetEnforcer real, ModelBudget? parent, decimal limit, decimal spent, (decimal First, decimal Second) thresholds)
    {
        var model = new ModelBudget(
            parent, real.Name, Exact.Of(limit), Exact.Of(spent), Exact.Of(thresholds.First), Exact.Of(thresholds.Second));
        _budgets.Add((real, model, Crossings.Of(real)));
    }
}
