using BudgetEnforcement.Stores;

namespace BudgetEnforcement.PostgreSql;

/// <summary>The tables of a schema and how their rows are read and written.</summary>
internal static class PostgreSqlTables
{
    internal static PostgreSqlTable<Guid, LedgerNodeRow> Nodes(string schema) => new(
        schema + ".node",
        [
            PostgreSqlColumn<LedgerNodeRow>.Uuid("id", static row => row.Id),
            PostgreSqlColumn<LedgerNodeRow>.Text("name", static row => row.Name),
            PostgreSqlColumn<LedgerNodeRow>.Int("state", static row => (int)row.State),
            PostgreSqlColumn<LedgerNodeRow>.Long("sequence", static row => row.Sequence),
            PostgreSqlColumn<LedgerNodeRow>.Uuid("batch_id", static row => row.BatchId),
            PostgreSqlColumn<LedgerNodeRow>.Instant("first_seen_at", static row => row.FirstSeenAt),
            PostgreSqlColumn<LedgerNodeRow>.Instant("last_seen_at", static row => row.LastSeenAt),
            PostgreSqlColumn<LedgerNodeRow>.Bool("is_rewound", static row => row.IsRewound),
            PostgreSqlColumn<LedgerNodeRow>.Instant("learning_since", static row => row.LearningSince),
        ],
        [PostgreSqlColumn<Guid>.Uuid("id", static key => key)],
        LedgerRowReading.Node);

    internal static PostgreSqlTable<Guid, LedgerBudgetRow> Budgets(string schema) => new(
        schema + ".budget",
        [
            PostgreSqlColumn<LedgerBudgetRow>.Uuid("id", static row => row.Id),
            PostgreSqlColumn<LedgerBudgetRow>.Text("name", static row => row.Name),
            PostgreSqlColumn<LedgerBudgetRow>.Uuids("parent_ids", static row => row.ParentIds),
            PostgreSqlColumn<LedgerBudgetRow>.Int("depth", static row => row.Depth),
            PostgreSqlColumn<LedgerBudgetRow>.Text("currency", static row => row.Currency),
            PostgreSqlColumn<LedgerBudgetRow>.Int("period", static row => (int)row.Period),
            PostgreSqlColumn<LedgerBudgetRow>.Text("time_zone_id", static row => row.TimeZoneId),
            PostgreSqlColumn<LedgerBudgetRow>.Decimal("warning_75_threshold", static row => row.Warning75Threshold),
            PostgreSqlColumn<LedgerBudgetRow>.Decimal("warning_90_threshold", static row => row.Warning90Threshold),
            PostgreSqlColumn<LedgerBudgetRow>.Decimals("alert_at", static row => row.AlertAt),
            PostgreSqlColumn<LedgerBudgetRow>.Amount("limit_amount", static row => row.Limit),
            PostgreSqlColumn<LedgerBudgetRow>.Long("limit_version", static row => row.LimitVersion),
            PostgreSqlColumn<LedgerBudgetRow>.Instant("created_at", static row => row.CreatedAt),
            PostgreSqlColumn<LedgerBudgetRow>.Long("term", static row => row.Term),
            PostgreSqlColumn<LedgerBudgetRow>.Instant("term_start", static row => row.TermStart),
            PostgreSqlColumn<LedgerBudgetRow>.Instant("term_end", static row => row.TermEnd),
            PostgreSqlColumn<LedgerBudgetRow>.Amount("costs", static row => row.Costs),
            PostgreSqlColumn<LedgerBudgetRow>.Amount("refunds", static row => row.Refunds),
            PostgreSqlColumn<LedgerBudgetRow>.Amount("held", static row => row.Held),
            PostgreSqlColumn<LedgerBudgetRow>.Amount("forgotten_costs", static row => row.ForgottenCosts),
            PostgreSqlColumn<LedgerBudgetRow>.Amount("forgotten_refunds", static row => row.ForgottenRefunds),
            PostgreSqlColumn<LedgerBudgetRow>.Int("holders", static row => row.Holders),
            PostgreSqlColumn<LedgerBudgetRow>.Amount("in_doubt", static row => row.InDoubt),
            PostgreSqlColumn<LedgerBudgetRow>.Int("told", static row => row.Told),
            PostgreSqlColumn<LedgerBudgetRow>.Uuid("claim_node_id", static row => row.ClaimNodeId),
            PostgreSqlColumn<LedgerBudgetRow>.Uuid("claim_id", static row => row.ClaimId),
            PostgreSqlColumn<LedgerBudgetRow>.Instant("claim_since", static row => row.ClaimSince),
            PostgreSqlColumn<LedgerBudgetRow>.Instant("claim_until", static row => row.ClaimUntil),
        ],
        [PostgreSqlColumn<Guid>.Uuid("id", static key => key)],
        LedgerRowReading.Budget);

    internal static PostgreSqlTable<LedgerTermKey, LedgerTermRow> Terms(string schema) => new(
        schema + ".term",
        [
            PostgreSqlColumn<LedgerTermRow>.Uuid("id", static row => row.Id),
            PostgreSqlColumn<LedgerTermRow>.Uuid("budget_id", static row => row.BudgetId),
            PostgreSqlColumn<LedgerTermRow>.Long("term", static row => row.Term),
            PostgreSqlColumn<LedgerTermRow>.Instant("start_at", static row => row.Start),
            PostgreSqlColumn<LedgerTermRow>.Instant("end_at", static row => row.End),
            PostgreSqlColumn<LedgerTermRow>.Amount("limit_amount", static row => row.Limit),
            PostgreSqlColumn<LedgerTermRow>.Amount("costs", static row => row.Costs),
            PostgreSqlColumn<LedgerTermRow>.Amount("refunds", static row => row.Refunds),
            PostgreSqlColumn<LedgerTermRow>.Amount("held", static row => row.Held),
            PostgreSqlColumn<LedgerTermRow>.Amount("forgotten_costs", static row => row.ForgottenCosts),
            PostgreSqlColumn<LedgerTermRow>.Amount("forgotten_refunds", static row => row.ForgottenRefunds),
        ],
        [PostgreSqlColumn<LedgerTermKey>.Uuid("budget_id", static key => key.BudgetId), PostgreSqlColumn<LedgerTermKey>.Long("term", static key => key.Term)],
        LedgerRowReading.Term);

    internal static PostgreSqlTable<LedgerSliceKey, LedgerSliceRow> Slices(string schema) => new(
        schema + ".slice",
        [
            PostgreSqlColumn<LedgerSliceRow>.Uuid("id", static row => row.Id),
            PostgreSqlColumn<LedgerSliceRow>.Uuid("node_id", static row => row.NodeId),
            PostgreSqlColumn<LedgerSliceRow>.Uuid("budget_id", static row => row.BudgetId),
            PostgreSqlColumn<LedgerSliceRow>.Long("term", static row => row.Term),
            PostgreSqlColumn<LedgerSliceRow>.Amount("costs", static row => row.Costs),
            PostgreSqlColumn<LedgerSliceRow>.Amount("refunds", static row => row.Refunds),
            PostgreSqlColumn<LedgerSliceRow>.Amount("held", static row => row.Held),
            PostgreSqlColumn<LedgerSliceRow>.Amount("guessed_costs", static row => row.GuessedCosts),
            PostgreSqlColumn<LedgerSliceRow>.Amount("guessed_refunds", static row => row.GuessedRefunds),
            PostgreSqlColumn<LedgerSliceRow>.Bool("is_revoked", static row => row.IsRevoked),
            PostgreSqlColumn<LedgerSliceRow>.Bool("is_offered", static row => row.IsOffered),
            PostgreSqlColumn<LedgerSliceRow>.Int("rise_from", static row => row.RiseFrom),
            PostgreSqlColumn<LedgerSliceRow>.Int("rise_to", static row => row.RiseTo),
        ],
        [PostgreSqlColumn<LedgerSliceKey>.Uuid("node_id", static key => key.NodeId), PostgreSqlColumn<LedgerSliceKey>.Uuid("budget_id", static key => key.BudgetId), PostgreSqlColumn<LedgerSliceKey>.Long("term", static key => key.Term)],
        LedgerRowReading.Slice);

    internal static PostgreSqlTable<LedgerEntryKey, LedgerEntryRow> Entries(string schema) => new(
        schema + ".entry",
        [
            PostgreSqlColumn<LedgerEntryRow>.Uuid("id", static row => row.Id),
            PostgreSqlColumn<LedgerEntryRow>.Uuid("budget_id", static row => row.BudgetId),
            PostgreSqlColumn<LedgerEntryRow>.Text("key", static row => row.Key),
            PostgreSqlColumn<LedgerEntryRow>.Int("kind", static row => (int)row.Kind),
            PostgreSqlColumn<LedgerEntryRow>.Long("term", static row => row.Term),
            PostgreSqlColumn<LedgerEntryRow>.Amount("costs", static row => row.Costs),
            PostgreSqlColumn<LedgerEntryRow>.Amount("refunds", static row => row.Refunds),
            PostgreSqlColumn<LedgerEntryRow>.Amount("limit_before", static row => row.LimitBefore),
            PostgreSqlColumn<LedgerEntryRow>.Amount("limit_after", static row => row.LimitAfter),
            PostgreSqlColumn<LedgerEntryRow>.Uuid("node_id", static row => row.NodeId),
            PostgreSqlColumn<LedgerEntryRow>.Instant("created_at", static row => row.CreatedAt),
            PostgreSqlColumn<LedgerEntryRow>.Instant("changed_at", static row => row.ChangedAt),
            PostgreSqlColumn<LedgerEntryRow>.Text("labels", static row => row.Labels),
        ],
        [PostgreSqlColumn<LedgerEntryKey>.Uuid("budget_id", static key => key.BudgetId), PostgreSqlColumn<LedgerEntryKey>.Text("key", static key => key.Key)],
        LedgerRowReading.Entry);
}
