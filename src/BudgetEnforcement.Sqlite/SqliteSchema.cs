using BudgetEnforcement.Stores;

namespace BudgetEnforcement.Sqlite;

/// <summary>
/// The tables. Amounts are 24 bytes, big-endian, in units of 10⁻²⁸, so that they compare like numbers; instants are microseconds since 1970
/// in UTC; other decimals are text, lists are text with commas.
/// </summary>
internal static class SqliteSchema
{
    internal const int Version = 1;

    private const string Script = """
        create table ledger (
            one integer not null primary key check (one = 1),
            id text not null,
            schema_version integer not null,
            rules_version integer not null,
            learning_until integer,
            forgotten_until integer
        ) strict;
        create table ledger_node (
            id text not null primary key,
            name text not null,
            state integer not null,
            sequence integer not null,
            batch_id text not null,
            first_seen_at integer not null,
            last_seen_at integer not null,
            is_rewound integer not null,
            learning_since integer
        ) strict, without rowid;
        create table ledger_budget (
            id text not null primary key,
            name text not null unique,
            parent_ids text not null,
            depth integer not null,
            currency text not null,
            period integer not null,
            time_zone_id text,
            warning_75_threshold text not null,
            warning_90_threshold text not null,
            alert_at text not null,
            limit_amount blob not null check (length(limit_amount) = 24),
            limit_version integer not null,
            created_at integer not null,
            term integer not null,
            term_start integer not null,
            term_end integer,
            costs blob not null check (length(costs) = 24),
            refunds blob not null check (length(refunds) = 24),
            held blob not null check (length(held) = 24),
            forgotten_costs blob not null check (length(forgotten_costs) = 24),
            forgotten_refunds blob not null check (length(forgotten_refunds) = 24),
            holders integer not null,
            in_doubt blob not null check (length(in_doubt) = 24),
            told integer not null,
            claim_node_id text,
            claim_id text not null,
            claim_since integer,
            claim_until integer
        ) strict, without rowid;
        create table ledger_term (
            id text not null unique,
            budget_id text not null,
            term integer not null,
            start_at integer not null,
            end_at integer not null,
            limit_amount blob not null check (length(limit_amount) = 24),
            costs blob not null check (length(costs) = 24),
            refunds blob not null check (length(refunds) = 24),
            held blob not null check (length(held) = 24),
            forgotten_costs blob not null check (length(forgotten_costs) = 24),
            forgotten_refunds blob not null check (length(forgotten_refunds) = 24),
            primary key (budget_id, term)
        ) strict, without rowid;
        create table ledger_slice (
            id text not null unique,
            node_id text not null,
            budget_id text not null,
            term integer not null,
            costs blob not null check (length(costs) = 24),
            refunds blob not null check (length(refunds) = 24),
            held blob not null check (length(held) = 24),
            guessed_costs blob not null check (length(guessed_costs) = 24),
            guessed_refunds blob not null check (length(guessed_refunds) = 24),
            is_revoked integer not null,
            is_offered integer not null,
            rise_from integer not null,
            rise_to integer not null,
            is_open integer not null generated always as (held > zeroblob(24) or guessed_costs > zeroblob(24) or guessed_refunds > zeroblob(24)) virtual,
            primary key (budget_id, node_id, term)
        ) strict, without rowid;
        create index ledger_slice_by_term on ledger_slice (budget_id, term, node_id);
        create index ledger_slice_by_node on ledger_slice (node_id);
        create index ledger_slice_open on ledger_slice (budget_id, node_id) where is_open;
        create table ledger_entry (
            id text not null unique,
            budget_id text not null,
            key text not null,
            kind integer not null,
            term integer not null,
            costs blob not null check (length(costs) = 24),
            refunds blob not null check (length(refunds) = 24),
            limit_before blob check (length(limit_before) = 24),
            limit_after blob check (length(limit_after) = 24),
            node_id text,
            created_at integer not null,
            changed_at integer not null,
            labels text,
            primary key (budget_id, key)
        ) strict, without rowid;
        create index ledger_entry_by_time on ledger_entry (budget_id, created_at);
        """;

    /// <summary>Creates what is missing. If several processes do so at once, the first one creates it, and the others find it.</summary>
    internal static void Create(SqliteSession session)
    {
        if (Exists(session))
            return;

        // The mode stays in the file. Switching to it needs the file alone; SQLite does not wait for that, and the provider does.
        session.Execute("pragma journal_mode = wal");
        session.Execute("begin immediate");
        var isCommitted = false;
        try
        {
            if (!Exists(session))
            {
                session.Execute(Script);
                var insert = session.Command("insert into ledger (one, id, schema_version, rules_version) values (1, $1, $2, $3)", parameters: 3);
                new SqliteRowWriter(insert).Add(Guid.NewGuid()).Add(Version).Add(LedgerRules.Version);
                insert.ExecuteNonQuery();
            }

            session.Execute("commit");
            isCommitted = true;
        }
        finally
        {
            if (!isCommitted)
                session.RollBack();
        }
    }

    internal static BudgetStoreInfo ReadInfo(SqliteSession session)
    {
        if (!Exists(session))
            throw new BudgetLedgerException($"There is no ledger in {session.Path}. Open it with {nameof(SchemaSetUp)}.{nameof(SchemaSetUp.Create)} to make one.");
        var ledger = ReadLedger(session);
        return new BudgetStoreInfo(ledger.Id, Version, ledger.RulesVersion);
    }

    /// <summary>Reads the row of the ledger, and checks with it that the tables are still those that this library knows.</summary>
    internal static LedgerRow ReadLedger(SqliteSession session)
    {
        using var reader = session.Command("select schema_version, id, rules_version, learning_until, forgotten_until from ledger").ExecuteReader();
        if (!reader.Read())
            throw new BudgetLedgerException($"The row of the ledger in {session.Path} is gone. Restore a backup.");

        return LedgerRowReading.Ledger(new SqliteRowReader(reader), session.Path, Version);
    }

    /// <summary>Checks that every column is there.</summary>
    internal static void Validate(SqliteSession session)
    {
        session.Execute(SqliteTables.Nodes.Select + " limit 0");
        session.Execute(SqliteTables.Budgets.Select + " limit 0");
        session.Execute(SqliteTables.Terms.Select + " limit 0");
        session.Execute(SqliteTables.Slices.Select + " limit 0");
        session.Execute(SqliteTables.Entries.Select + " limit 0");
    }

    private static bool Exists(SqliteSession session) =>
        session.Command("select 1 from sqlite_master where type = 'table' and name = 'ledger'").ExecuteScalar() is not null;
}
