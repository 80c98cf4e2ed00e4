namespace BudgetEnforcement;

/// <summary>Forgets a node that holds nothing and was not seen for long. What it spent stays in the totals of its terms.</summary>
internal sealed class ForgetNodeCommand(Guid nodeId, IReadOnlyList<LedgerTermKey> slices) : LedgerCommand<ForgetNodeReply>(new LedgerScope
{
    NodeId = nodeId,
    BudgetIds = [.. slices.Select(slice => slice.BudgetId).Distinct()],
    Terms = slices,
})
{
    /// <summary>After this time a node is forgotten: its slices are removed.</summary>
    internal static TimeSpan Age { get; } = TimeSpan.FromDays(1);

    /// <summary>
    /// After this time a node whose spend is a guess is forgotten; until then its own report would still replace the guess. After this time the row
    /// of a forgotten node is removed too; until then the ledger knows the node by it if the node comes back.
    /// </summary>
    internal static TimeSpan LongAge { get; } = TimeSpan.FromDays(30);

    /// <summary>Finds all nodes that may be forgotten.</summary>
    internal static IReadOnlyList<ForgetNodeCommand> FindAll(IBudgetStore store)
    {
        var rows = store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Nodes | LedgerRowKinds.Slices });
        var slices = rows.Slices.ToLookup(slice => slice.NodeId);
        return [.. rows.Nodes.Where(node => MayForget(node, [.. slices[node.Id]], rows.Now)).Select(node =>
            new ForgetNodeCommand(node.Id, [.. slices[node.Id].Select(slice => new LedgerTermKey(slice.BudgetId, slice.Term))]))];
    }

    /// <summary>Forgets all nodes that may be.</summary>
    /// <returns>How many were forgotten, or removed long after that.</returns>
    internal static int RunAll(IBudgetStore store) => FindAll(store).Count(command => command.Run(store).IsForgotten);

    private protected override ForgetNodeReply Execute(LedgerBooks books)
    {
        var own = books.Rows.Slices.Where(slice => slice.NodeId == nodeId).ToList();
        if (books.Rows.Nodes.Find(nodeId) is not { } node || !MayForget(node, own, books.Now))
            return new ForgetNodeReply(IsForgotten: false);

        foreach (var slice in own)
            books.Forget(slice);
        if (node.State != LedgerNodeState.Forgotten)
        {
            books.Rows.Nodes.Put(node with { State = LedgerNodeState.Forgotten });
            return new ForgetNodeReply(IsForgotten: true);
        }

        books.Rows.Nodes.Remove(nodeId);
        if (!(books.Rows.Ledger.ForgottenUntil >= node.LastSeenAt))
            books.Rows.Ledger = books.Rows.Ledger with { ForgottenUntil = node.LastSeenAt };
        return new ForgetNodeReply(IsForgotten: true);
    }

    private static bool MayForget(LedgerNodeRow node, List<LedgerSliceRow> slices, DateTimeOffset now)
    {
        var isShort = node.State != LedgerNodeState.Forgotten && slices.TrueForAll(slice => slice.GuessedCosts.IsZero && slice.GuessedRefunds.IsZero);
        return node.LastSeenAt + (isShort ? Age : LongAge) < now && slices.TrueForAll(slice => slice.Held.IsZero);
    }
}

/// <summary>Whether a node was forgotten; false where it was seen again meanwhile.</summary>
internal sealed record ForgetNodeReply(bool IsForgotten);
