namespace BudgetEnforcement;

/// <summary>A node of a ledger, one process that holds parts of shared budgets or held some, as of one instant.</summary>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
public sealed record LedgerNodeInfo
{
    internal LedgerNodeInfo(LedgerNodeRow row, LedgerNodeStatus status, IReadOnlyList<LedgerHolding> holdings)
    {
        Id = row.Id;
        Name = row.Name;
        Status = status;
        FirstSeenAt = row.FirstSeenAt;
        LastSeenAt = row.LastSeenAt;
        Holdings = holdings;
    }

    /// <summary>The id, by which a node is settled.</summary>
    public Guid Id { get; }

    /// <summary>What people call it. Several nodes may have one name.</summary>
    public string Name { get; }

    /// <summary>Whether the node is there.</summary>
    public LedgerNodeStatus Status { get; }

    /// <summary>When it was first seen, in UTC, by the store's clock.</summary>
    public DateTimeOffset FirstSeenAt { get; }

    /// <summary>When it was last seen, in UTC, by the store's clock.</summary>
    public DateTimeOffset LastSeenAt { get; }

    /// <summary>
    /// What it holds, by budget and term; empty where it holds nothing. <see cref="BudgetLedger.FindNodeAsync"/> also lists budgets and terms that it
    /// only has reported on.
    /// </summary>
    public IReadOnlyList<LedgerHolding> Holdings { get; }

    /// <summary>The node in one line for people.</summary>
    /// <returns>For example <c>worker-7: InDoubt</c>.</returns>
    public override string ToString() => $"{Name}: {Status}";
}
