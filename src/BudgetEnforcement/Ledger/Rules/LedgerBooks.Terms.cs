namespace BudgetEnforcement;

/// <content>Terms end by the store's clock, by a reset, or because a node knows a newer one.</content>
internal sealed partial class LedgerBooks
{
    /// <summary>Starts the next term of a budget where the present one has ended by the calendar.</summary>
    internal void StartDueTerm(Guid budgetId)
    {
        var budget = Budget(budgetId);
        if (budget.TermEnd is not { } end || end > Now)
            return;

        // A budget that was not used for some periods has one term for all of them; the next term starts when the present period did.
        var calendar = CalendarOf(budget)!;
        var start = end;
        for (var next = EndAfter(calendar, start); next is { } later && later <= Now; next = EndAfter(calendar, start))
            start = later;
        StartTerm(budgetId, budget.Term + 1, end, start);
    }

    /// <summary>Ends the present term now and starts another one.</summary>
    /// <param name="budgetId">The budget.</param>
    /// <param name="term">The number of the new term; above that of the present one.</param>
    internal void StartTermNow(Guid budgetId, long term) => StartTerm(budgetId, term, Now, Now);

    /// <summary>A term that is over; asks for a larger scope where the scope does not name the term.</summary>
    internal LedgerTermRow ClosedTerm(LedgerBudgetRow budget, long term)
    {
        var key = new LedgerTermKey(budget.Id, term);
        if (rows.Terms.Find(key) is { } row)
            return row;
        if (!scope.Terms.Contains(key))
            throw new LargerScopeException(scope with { Terms = [.. scope.Terms, key] });

        // A store that went back in time has lost the terms in between.
        return new LedgerTermRow { Id = Guid.NewGuid(), BudgetId = budget.Id, Term = term, Start = budget.TermStart, End = budget.TermStart, Limit = budget.Limit };
    }

    /// <summary>The end of the period in which an instant lies; null without periods.</summary>
    /// <exception cref="BudgetLedgerException">This machine does not know the time zone of the budget.</exception>
    internal static DateTimeOffset? EndAfter(LedgerBudgetRow budget, DateTimeOffset now) =>
        CalendarOf(budget) is { } calendar ? EndAfter(calendar, now) : null;

    private static DateTimeOffset? EndAfter(PeriodCalendar calendar, DateTimeOffset now) => calendar.EndAfter(now.UtcTicks) is var end && end == PeriodCalendar.Never
        ? null
        : new DateTimeOffset(end, TimeSpan.Zero);

    private static PeriodCalendar? CalendarOf(LedgerBudgetRow budget)
    {
        if (budget.Period == BudgetPeriod.None)
            return null;
        var options = new BudgetOptions { Period = budget.Period, TimeZoneId = budget.TimeZoneId }.Copy();
        if (options.Zone is null)
        {
            throw new BudgetLedgerException(
                $"Budget {BudgetOptionsRules.Quote(budget.Name)} ends its periods by time zone {BudgetOptionsRules.Quote(budget.TimeZoneId!)}, which this machine does not know.");
        }

        return PeriodCalendar.For(options);
    }

    private void StartTerm(Guid budgetId, long term, DateTimeOffset end, DateTimeOffset start)
    {
        if (!scope.AllSlices)
            throw new LargerScopeException(scope with { AllSlices = true });

        var budget = Budget(budgetId);
        rows.Terms.Put(new LedgerTermRow
        {
            Id = Guid.NewGuid(),
            BudgetId = budgetId,
            Term = budget.Term,
            Start = budget.TermStart,
            End = end,
            Limit = budget.Limit,
            Costs = budget.Costs,
            Refunds = budget.Refunds,
            Held = budget.Held,
            ForgottenCosts = budget.ForgottenCosts,
            ForgottenRefunds = budget.ForgottenRefunds,
        });
        rows.Budgets.Put(budget with
        {
            Term = term,
            TermStart = start,
            TermEnd = EndAfter(budget, Now),
            Costs = default,
            Refunds = default,
            Held = default,
            ForgottenCosts = default,
            ForgottenRefunds = default,
            Holders = 0,
            Told = 0,
        });

        // A node that holds something may be spending it at this moment, without knowing of the new term yet.
        foreach (var slice in SlicesOf(budgetId).Where(slice => slice.Term == budget.Term && !slice.Held.IsZero))
            Put(SliceOf(slice.NodeId, budgetId, term) with { Held = slice.Held });
    }
}
