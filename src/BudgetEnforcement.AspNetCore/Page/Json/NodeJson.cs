namespace BudgetEnforcement.AspNetCore;

/// <summary>A node of the ledger for a program.</summary>
internal sealed class NodeJson
{
    public Guid Id { get; init; }

    public required string Name { get; init; }

    public LedgerNodeStatus Status { get; init; }

    public DateTimeOffset FirstSeenAt { get; init; }

    public DateTimeOffset LastSeenAt { get; init; }

    public required IReadOnlyList<HoldingJson> Holdings { get; init; }

    internal static NodeJson Of(LedgerNodeInfo node) => new()
    {
        Id = node.Id,
        Name = node.Name,
        Status = node.Status,
        FirstSeenAt = node.FirstSeenAt,
        LastSeenAt = node.LastSeenAt,
        Holdings = [.. node.Holdings.Select(holding => new HoldingJson(holding.BudgetName, holding.Currency, holding.Term, holding.Held, holding.Spent))],
    };
}

/// <summary>What a node holds of a budget in a term.</summary>
internal sealed record HoldingJson(string Budget, string Currency, long Term, decimal Held, decimal Spent);

/// <summary>The nodes of the ledger.</summary>
internal sealed class NodeListJson
{
    public BudgetLedgerState State { get; init; }

    public required IReadOnlyList<NodeJson> Nodes { get; init; }
}
