using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>What a tree of budgets should do.</summary>
/// <remarks>
/// The model keeps the numbers of each budget and one line of waiters. Every operation changes the numbers as the contract says and then serves the line:
/// it decides the first waiter that can be decided, again and again, until there is none. The model works out everything else, status, room, reasons and
/// times, anew from the numbers at every question.
/// </remarks>
internal sealed class ModelTree(DateTimeOffset start)
{
    private readonly List<ModelBudget> _budgets = [];
    private readonly List<ModelWaiter> _line = [];
    private int _lineChanges;

    internal DateTimeOffset Now { get; set; } = start;

    /// <summary>How much time has passed since the start; setting the calendar does not change it.</summary>
    internal TimeSpan Elapsed { get; set; }

    internal IReadOnlyList<ModelWaiter> Line => _line;

    internal ModelBudget Add(ModelBudget[] parents, in Beginning beginning)
    {
        var budget = new ModelBudget(parents, $"{_budgets.Count}", beginning, Now);
        _budgets.Add(budget);
        return budget;
    }

    /// <summary>Where this is the same as before, every reading of the budget must be the same too.</summary>
    internal (long Changes, BigInteger Available) StateOf(ModelBudget budget)
    {
        long changes = _lineChanges;
        foreach (var each in budget.Path)
            changes += each.Changes;
        return (changes, Available(budget)); // A waiter below may have lost or found hope.
    }

    /// <summary>Whether an earlier waiter that has hope waits for room in the budget.</summary>
    internal bool IsWaitedFor(ModelBudget budget, ModelWaiter? before = null)
    {
        foreach (var waiter in _line)
        {
            if (waiter == before)
                return false;
            if (waiter.Amount > budget.Room && Array.IndexOf(waiter.Budget.Path, budget) >= 0 && waiter.HasHope)
                return true;
        }

        return false;
    }

    internal bool Admits(ModelBudget budget, BigInteger amount, ModelWaiter? before = null) =>
        !budget.IsPathClosed && (amount.IsZero || (budget.Fits(amount) && !Array.Exists(budget.Path, each => IsWaitedFor(each, before))));

    internal BigInteger Available(ModelBudget budget) => budget.IsPathClosed || Array.Exists(budget.Path, each => IsWaitedFor(each))
        ? 0
        : BigInteger.Max(0, budget.Path.Min(static each => each.Room));

    internal ModelCheck Check(ModelBudget budget, BigInteger amount)
    {
        var fits = budget.Fits(amount);
        var closed = Array.Find(budget.Path, static each => each.IsClosed);
        var waitedFor = Array.Find(budget.Path, each => IsWaitedFor(each));
        var reason = closed is not null ? BudgetRefusalReason.Closed
            : amount.IsZero ? BudgetRefusalReason.None
            : !fits ? (budget.NeverFits(amount) ? BudgetRefusalReason.NeverFits : BudgetRefusalReason.NoRoom)
            : waitedFor is null ? BudgetRefusalReason.None : BudgetRefusalReason.WaitersAhead;
        return new ModelCheck(
            budget.Path.Max(each => each.StatusAt(each.Spent + each.Reserved + amount)),
            reason,
            Available(budget),
            closed ?? (fits && waitedFor is not null ? waitedFor : budget.Path.MinBy(static each => each.Room)!),
            reason is BudgetRefusalReason.NoRoom or BudgetRefusalReason.NeverFits ? RetryAt(budget, amount) : null);
    }

    internal void BeginPeriods()
    {
        foreach (var budget in _budgets)
            budget.BeginPeriodIfDue(Now);
        ServeTheLine();
    }

    /// <summary>Records a cost; a negative one takes it back.</summary>
    internal void Spend(ModelBudget budget, BigInteger cost)
    {
        Array.ForEach(budget.Path, each => each.Spend(cost));
        ServeTheLine();
    }

    internal ModelReservation Hold(ModelBudget budget, BigInteger amount)
    {
        var reservation = Held(budget, amount);
        ServeTheLine();
        return reservation;
    }

    /// <summary>Records the cost of a reservation and holds the next amount in its place; ends it where that is null.</summary>
    internal void Exchange(ModelReservation reservation, BigInteger cost, BigInteger? next)
    {
        var held = reservation.Held;
        foreach (var budget in reservation.Budget.Path)
        {
            if (reservation.IsOpen)
                budget.Hold(-held, -1);
            budget.Spend(cost);
            if (cost > held)
                budget.Overspend(cost - held);
            if (next is not null)
                budget.Hold(next.Value, 1);
        }

        reservation.Amount = next ?? reservation.Amount;
        reservation.IsOpen = next is not null;
        reservation.IsCommitted = next is null;
        ServeTheLine();
    }

    internal void Release(ModelReservation reservation)
    {
        if (!reservation.IsOpen)
            return;
        reservation.IsOpen = false;
        Array.ForEach(reservation.Budget.Path, each => each.Hold(-reservation.Amount, -1));
        ServeTheLine();
    }

    internal void UpdateLimit(ModelBudget budget, BigInteger limit)
    {
        budget.UpdateLimit(limit);
        ServeTheLine();
    }

    internal void Close(ModelBudget budget)
    {
        budget.Close();
        ServeTheLine();
    }

    internal void Reset(ModelBudget budget)
    {
        budget.Reset();
        ServeTheLine();
    }

    internal ModelWaiter Ask(ModelBudget budget, BigInteger amount)
    {
        var waiter = new ModelWaiter(budget, amount, Elapsed + budget.MaxWait);
        var reason = Check(budget, amount).Reason;
        if (Admits(budget, amount))
            Grant(waiter);
        else if (reason is BudgetRefusalReason.Closed or BudgetRefusalReason.NeverFits)
            Refuse(waiter, reason);
        else if (_line.Count(each => each.Budget == budget) < budget.MaxWaiters)
            Join(waiter);
        else
            Refuse(waiter, budget.MaxWaiters > 0 ? BudgetRefusalReason.TooManyWaiters : reason);
        return waiter;
    }

    internal void Cancel(ModelWaiter waiter)
    {
        if (!_line.Contains(waiter))
            return;
        Leave(waiter);
        waiter.Fate = TaskStatus.Canceled;
        ServeTheLine();
    }

    /// <summary>Refuses the waiters that have waited as long as they may, the earliest deadline first.</summary>
    internal void EndLongWaits()
    {
        while (_line.Where(waiter => waiter.Deadline <= Elapsed).MinBy(static waiter => waiter.Deadline) is { } waiter)
        {
            Leave(waiter);
            Refuse(waiter, BudgetRefusalReason.WaitedTooLong);
            ServeTheLine();
        }
    }

    private void ServeTheLine()
    {
        for (var i = 0; i < _line.Count; i++)
        {
            var waiter = _line[i];
            if (waiter.Budget.IsPathClosed)
                Refuse(waiter, BudgetRefusalReason.Closed);
            else if (waiter.Budget.NeverFits(waiter.Amount))
                Refuse(waiter, BudgetRefusalReason.NeverFits);
            else if (Admits(waiter.Budget, waiter.Amount, waiter))
                Grant(waiter);
            else
                continue;
            Leave(waiter);
            i = -1;
        }
    }

    private void Join(ModelWaiter waiter)
    {
        _line.Add(waiter);
        _lineChanges++;
    }

    private void Leave(ModelWaiter waiter)
    {
        _line.Remove(waiter);
        _lineChanges++;
    }

    private static void Grant(ModelWaiter waiter)
    {
        waiter.Granted = Held(waiter.Budget, waiter.Amount);
        waiter.Fate = TaskStatus.RanToCompletion;
    }

    private static ModelReservation Held(ModelBudget budget, BigInteger amount)
    {
        Array.ForEach(budget.Path, each => each.Hold(amount, 1));
        return new ModelReservation(budget, amount);
    }

    private static void Refuse(ModelWaiter waiter, BudgetRefusalReason reason)
    {
        waiter.Reason = reason;
        waiter.Fate = TaskStatus.Faulted;
    }

    // The first end of a period at which the periods that have ended by then make enough room.
    private static DateTimeOffset? RetryAt(ModelBudget budget, BigInteger amount) => budget.Path
        .Select(static each => each.PeriodEnd)
        .Where(end => end is not null && Array.TrueForAll(
            budget.Path, each => (each.PeriodEnd <= end ? 0 : each.Spent) + each.Reserved + amount <= each.Limit))
        .Min();
}
