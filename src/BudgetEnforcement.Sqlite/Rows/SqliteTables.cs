using BudgetEnforcement.Stores;

namespace BudgetEnforcement.Sqlite;

/// <summary>The tables and how their rows are read and written.</summary>
internal static class SqliteTables
{
    internal static SqliteTable<Guid, LedgerNodeRow> Nodes { get; } = new(
        "ledger_node",
        ["id", "name", "state", "sequence", "batch_id", "first_seen_at", "last_seen_at", "is_rewound", "learning_since"],
        ["id"],
        LedgerRowReading.Node,
        static (writer, row) => writer.Add(row.Id).Add(row.Name).Add((int)row.State).Add(row.Sequence).Add(row.BatchId)
            .Add(row.FirstSeenAt).Add(row.LastSeenAt).Add(row.IsRewound).Add(row.LearningSince),
        static (writer, key) => writer.Add(key));

    internal static SqliteTable<Guid, LedgerBudgetRow> Budgets { get; } = new(
        "ledger_budget",
        [
            "id", "name", "parent_ids", "depth", "currency", "period", "time_zone_id", "warning_75_threshold", "warning_90_threshold", "alert_at",
            "limit_amount", "limit_version", "created_at", "term", "term_start", "term_end", "costs", "refunds", "held", "forgotten_costs",
            "forgotten_refunds", "holders", "in_doubt", "told", "claim_node_id", "claim_id", "claim_since", "claim_until",
        ],
        ["id"],
        LedgerRowReading.Budget,
        static (writer, row) => writer.Add(row.Id).Add(row.Name).Add(row.ParentIds).Add(row.Depth).Add(row.Currency).Add((int)row.Period)
            .Add(row.TimeZoneId).Add(row.Warning75Threshold).Add(row.Warning90Threshold).Add(row.AlertAt)
            .Add(row.Limit).Add(row.LimitVersion).Add(row.CreatedAt).Add(row.Term).Add(row.TermStart).Add(row.TermEnd)
            .Add(row.Costs).Add(row.Refunds).Add(row.Held).Add(row.ForgottenCosts).Add(row.ForgottenRefunds)
            .Add(row.Holders).Add(row.InDoubt).Add(row.Told).Add(row.ClaimNodeId).Add(row.ClaimId).Add(row.ClaimSince).Add(row.ClaimUntil),
        static (writer, key) => writer.Add(key));

    internal static SqliteTable<LedgerTermKey, LedgerTermRow> Terms { get; } = new(
        "ledger_term",
        ["id", "budget_id", "term", "start_at", "end_at", "limit_amount", "costs", "refunds", "held", "forgotten_costs", "forgotten_refunds"],
        ["budget_id", "term"],
        LedgerRowReading.Term,
        static (writer, row) => writer.Add(row.Id).Add(row.BudgetId).Add(row.Term).Add(row.Start).Add(row.End)
            .Add(row.Limit).Add(row.Costs).Add(row.Refunds).Add(row.Held).Add(row.ForgottenCosts).Add(row.ForgottenRefunds),
        static (writer, key) => writer.Add(key.BudgetId).Add(key.Term));

    internal static SqliteTable<LedgerSliceKey, LedgerSliceRow> Slices { get; } = new(
        "ledger_slice",
        [
            "id", "node_id", "budget_id", "term", "costs", "refunds", "held", "guessed_costs", "guessed_refunds", "is_revoked", "is_offered",
            "rise_from", "rise_to",
        ],
        ["node_id", "budget_id", "term"],
        LedgerRowReading.Slice,
        static (writer, row) => writer.Add(row.Id).Add(row.NodeId).Add(row.BudgetId).Add(row.Term).Add(row.Costs).Add(row.Refunds).Add(row.Held)
            .Add(row.GuessedCosts).Add(row.GuessedRefunds).Add(row.IsRevoked).Add(row.IsOffered).Add(row.RiseFrom).Add(row.RiseTo),
        static (writer, key) => writer.Add(key.NodeId).Add(key.BudgetId).Add(key.Term));

    internal static SqliteTable<LedgerEntryKey, LedgerEntryRow> Entries { get; } = new(
        "ledger_entry",
        [
            "id", "budget_id", "key", "kind", "term", "costs", "refunds", "limit_before", "limit_after", "node_id", "created_at", "changed_at",
            "labels",
        ],
        ["budget_id", "key"],
        LedgerRowReading.Entry,
        static (writer, row) => writer.Add(row.Id).Add(row.BudgetId).Add(row.Key).Add((int)row.Kind).Add(row.Term).Add(row.Costs).Add(row.Refunds)
            .Add(row.LimitBefore).Add(row.LimitAfter).Add(row.NodeId).Add(row.CreatedAt).Add(row.ChangedAt).Add(row.Labels),
        static (writer, key) => writer.Add(key.BudgetId).Add(key.Key));
}
