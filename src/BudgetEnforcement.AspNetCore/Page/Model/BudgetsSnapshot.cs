namespace BudgetEnforcement.AspNetCore;

/// <summary>All budgets as they were at about one instant. Each report is of one instant of its own.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed class BudgetsSnapshot
{
    internal required DateTimeOffset At { get; init; }

    /// <summary>The budgets of the container, parents before their children, depth first.</summary>
    internal required IReadOnlyList<BudgetView> Budgets { get; init; }

    internal required IReadOnlyList<RegistryView> Registries { get; init; }

    internal required LedgerView? Ledger { get; init; }

    internal IEnumerable<BudgetView> All => Budgets.Concat(Registries.SelectMany(registry => registry.Shown));
}
