namespace BudgetEnforcement;

/// <summary>Which nodes may be lost. What they hold stays held until they report or are settled.</summary>
internal static class LedgerDoubt
{
    internal static bool IsInDoubt(LedgerNodeRow node, DateTimeOffset now, TimeSpan lifetime) => node.State switch
    {
        LedgerNodeState.Abandoned => true,
        LedgerNodeState.Open => node.LastSeenAt + lifetime < now,
        _ => false,
    };
}
