namespace BudgetEnforcement;

/// <content>The periods of the budgets of a tree.</content>
internal partial class BudgetTree
{
    /// <summary>Whether a waiter needs the end of a period; then operations on other paths must read the clock too.</summary>
    internal bool MustReadClock => Volatile.Read(ref _line) is { NextPeriodEnd: not PeriodCalendar.Never };

    internal void SetPeriodEndNeedsLock(MeteredHold hold, long periodEnd)
    {
        if (_holds is not null || periodEnd != PeriodCalendar.Never)
            (_holds ??= new()).SetPeriodEnd(hold, periodEnd);
    }

    /// <summary>Whether a period that a waiter needs, or that a meter pays for, may have ended.</summary>
    internal bool HasPeriodNewsNeedsLock(long now) =>
        (_line is not null && now >= _line.NextPeriodEnd) || (_holds is not null && now >= _holds.NextPeriodEnd);

    /// <summary>
    /// Begins the periods that are due on a path and those that waiters need. Before that, it charges what meters hold up to the ends of
    /// the old periods to those periods.
    /// </summary>
    /// <param name="now">The time, in ticks of UTC.</param>
    /// <param name="path">The path of the operation; null where the alarm of the waiters calls.</param>
    internal void BeginPeriodsNeedsLock(long now, BudgetPath? path)
    {
        var charged = _holds is not null && now >= _holds.NextPeriodEnd ? _holds.TakeDue(now) : [];
        var due = TakeDuePeriodsNeedsLock(now, path);
        if (charged.Count > 0 || due.Count > 0)
            _callersPath = path is { } own ? [.. own.ToList()] : null; // Listeners of other budgets must not hold up the caller.
        foreach (var hold in charged)
            hold.Budget.ChargeToEndingPeriodNeedsLock(hold);

        var summaries = new PathSummaries();
        foreach (var state in due)
            ((BudgetEnforcer)state.Owner!).AnnouncePeriodEndNeedsLock(summaries); // All show the instant before any period begins.
        foreach (var state in due)
        {
            state.BeginPeriod(now);
            _line?.NotePeriodEnd(state);
        }

        if (_line is { IsEmpty: false })
        {
            _line.Update(due.Union(charged.SelectMany(static hold => hold.Budget.State.Path.ToList())));
            CompleteDecidedNeedsLock();
        }

        _callersPath = null;
    }

    private List<BudgetState> TakeDuePeriodsNeedsLock(long now, BudgetPath? path)
    {
        // The alarm also corrects ends that a wrong clock produced.
        var due = _line is { IsEmpty: false } && (path is null || now >= _line.NextPeriodEnd) ? _line.TakeDuePeriods(now) : [];
        if (path is not { } states)
            return due;
        var neededByWaiters = due.ToHashSet();
        foreach (var state in states)
        {
            state.CorrectPeriodEnd(now);
            if (!state.IsPeriodOver(now))
                _line?.NotePeriodEnd(state); // The end may have been corrected.
            else if (!neededByWaiters.Contains(state))
                due.Add(state);
        }

        return due;
    }
}
