using System.Runtime.CompilerServices;

namespace BudgetEnforcement.AI;

/// <summary>
/// Children of two budgets of one tree: what is charged there counts against both, and once against what is above both. One for each pair,
/// as long as both live.
/// </summary>
internal static class SharedChildren
{
    private static readonly ConditionalWeakTable<BudgetEnforcer, ConditionalWeakTable<BudgetEnforcer, BudgetEnforcer>> Known = [];

    internal static BudgetEnforcer Of(BudgetEnforcer given, BudgetEnforcer ambient) =>
        Known.GetValue(given, static _ => []).GetValue(ambient, ambient => Make(given, ambient));

    // It has no limit of its own, and callers wait there as long as they would on the given one.
    private static BudgetEnforcer Make(BudgetEnforcer given, BudgetEnforcer ambient) =>
        given.CreateChild(new BudgetOptions { Limit = decimal.MaxValue, MaxWaiters = given.MaxWaiters, MaxWait = given.MaxWait }, ambient);
}
