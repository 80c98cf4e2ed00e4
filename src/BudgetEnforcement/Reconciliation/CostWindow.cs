namespace BudgetEnforcement;

/// <summary>A window of time of one label, and what the books have as its adjustment.</summary>
/// <param name="from">The first minute.</param>
/// <param name="to">The minute after the last one.</param>
internal sealed class CostWindow(long from, long to)
{
    internal long From { get; } = from;

    internal long To { get; private set; } = to;

    /// <summary>What was added to budgets of this process, refunds taken off.</summary>
    internal MoneyBalance AddedHere { get; set; }

    /// <summary>The shared budget whose ledger has an entry for the window; null where none has.</summary>
    internal BudgetEnforcer? EntryBudget { get; set; }

    /// <summary>What that entry comes to.</summary>
    internal decimal Entry { get; set; }

    /// <summary>Another process sets the same entry, so this one does not any more.</summary>
    internal bool IsContested { get; set; }

    /// <summary>The drift was outside of what is normal when it was last compared, and that was logged.</summary>
    internal bool HasDrifted { get; set; }

    /// <summary>How many labels were on its bill that no budget here has; only counted where the window has no label.</summary>
    internal int UnknownLabels { get; set; }

    /// <summary>What it came to when it was last compared.</summary>
    internal ReconciliationOutcome LastOutcome { get; set; }

    internal MoneyBalance Adjustment => AddedHere + MoneyBalance.From(Entry);

    internal bool HasAdjustment => EntryBudget is not null || !AddedHere.IsZero;

    /// <summary>Ends the window at a minute within it. What the books have stays with this part, and is compared anew.</summary>
    /// <returns>The rest.</returns>
    internal CostWindow CutAt(long minute)
    {
        var rest = new CostWindow(minute, To);
        To = minute;
        return rest;
    }
}
