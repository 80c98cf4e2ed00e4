namespace BudgetEnforcement.Tests.Ledger.Model;

/// <summary>What may happen to a fleet beside loss, repetition, late messages, crashes and ends of terms.</summary>
internal enum FleetMode
{
    /// <summary>Nothing else: every cost is covered, so no budget is ever over its limit.</summary>
    Covered,

    /// <summary>Costs without a reservation, entries, lower limits, wrong settlings.</summary>
    Rough,

    /// <summary>The store goes back to a backup while the nodes live.</summary>
    Restored,
}
