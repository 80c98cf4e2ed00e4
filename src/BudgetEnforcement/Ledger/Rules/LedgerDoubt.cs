namespace BudgetEnforcement;

/// <summary>Which nodes may be lost. What they hold stays held; only their own report or somebody's settling frees it.</summary>
internal static class LedgerDoubt
{
    internal static bool IsInDoubt(LedgerNodeRow node, DateTimeOffset now, TimeSpan lifetime) => node.State switch
    {
        LedgerNodeState.Abandoned => true,
        LedgerNodeState.Open => node.LastSeenAt + lifetime < now,
        _ => false,
    };
}
