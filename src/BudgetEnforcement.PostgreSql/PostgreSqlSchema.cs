using System.Globalization;
using System.Text;
using BudgetEnforcement.Stores;
using Npgsql;
using NpgsqlTypes;

namespace BudgetEnforcement.PostgreSql;

/// <summary>The schema of a ledger: its name, the statements that create it, and what must be there.</summary>
internal sealed class PostgreSqlSchema
{
    internal const int Version = 1;

    private const int MaxNameBytes = 63;

    internal PostgreSqlSchema(string schema)
    {
        ArgumentException.ThrowIfNullOrEmpty(schema);
        if (Encoding.UTF8.GetByteCount(schema) > MaxNameBytes || schema.StartsWith("pg_", StringComparison.OrdinalIgnoreCase) || schema.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException($"A schema has at most {MaxNameBytes} bytes and does not begin with pg_; this is {schema}.", nameof(schema));

        Name = schema;
        Quoted = $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        Nodes = PostgreSqlTables.Nodes(Quoted);
        Budgets = PostgreSqlTables.Budgets(Quoted);
        Terms = PostgreSqlTables.Terms(Quoted);
        Slices = PostgreSqlTables.Slices(Quoted);
        Entries = PostgreSqlTables.Entries(Quoted);
        const string Columns = "clock_timestamp(), schema_version, id, rules_version, learning_until, forgotten_until";
        SelectLedger = $"select {Columns} from {Quoted}.ledger";

        // A commit promises that its data is on the disk; remote_apply promises more than that and stays.
        const string ToDisk = "case when current_setting('synchronous_commit') in ('off', 'local', 'remote_write') then set_config('synchronous_commit', 'on', true) end";
        SelectLedgerToWrite = $"select {Columns}, {ToDisk} from {Quoted}.ledger";
    }

    internal string Name { get; }

    /// <summary>The name as a statement has it.</summary>
    internal string Quoted { get; }

    internal PostgreSqlTable<Guid, LedgerNodeRow> Nodes { get; }

    internal PostgreSqlTable<Guid, LedgerBudgetRow> Budgets { get; }

    internal PostgreSqlTable<LedgerTermKey, LedgerTermRow> Terms { get; }

    internal PostgreSqlTable<LedgerSliceKey, LedgerSliceRow> Slices { get; }

    internal PostgreSqlTable<LedgerEntryKey, LedgerEntryRow> Entries { get; }

    /// <summary>Reads the time and the row of the ledger.</summary>
    internal string SelectLedger { get; }

    /// <summary>Reads the same, and has the transaction wait for the disk when it commits.</summary>
    internal string SelectLedgerToWrite { get; }

    internal string Script => $"create schema if not exists {Quoted};\n\n{Tables}";

    private string Tables => PostgreSqlScript.Template
        .Replace("{schema}", Quoted, StringComparison.Ordinal)
        .Replace("{schema version}", Version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{rules version}", LedgerRules.Version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Creates what is missing. If several processes do so at once, the first one creates it, and the others find it.</summary>
    internal void Create(NpgsqlConnection connection)
    {
        if (Exists(connection))
            return;

        using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.ReadCommitted);
        using (var wait = PostgreSqlCommands.New(connection, "select pg_advisory_xact_lock(hashtextextended('BudgetEnforcement ' || $1, 0))"))
        {
            wait.Parameters.Add(PostgreSqlParameters.Text(Name));
            wait.ExecuteNonQuery();
        }

        if (!Exists(connection))
        {
            // A user without the right to create schemas may still create tables in a schema that an administrator made.
            using var create = PostgreSqlCommands.New(connection, SchemaExists(connection) ? Tables : Script);
            create.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    internal BudgetStoreInfo ReadInfo(NpgsqlConnection connection)
    {
        if (!Exists(connection))
        {
            throw new BudgetLedgerException(
                $"There is no ledger in schema {Name} of {connection.Host}/{connection.Database}. Open it with {nameof(SchemaSetUp)}.{nameof(SchemaSetUp.Create)} to make one, or run the script that {nameof(PostgreSqlBudgetStore)}.{nameof(PostgreSqlBudgetStore.GetScript)} gives.");
        }

        using var command = PostgreSqlCommands.New(connection, SelectLedger);
        using var reader = command.ExecuteReader();
        var ledger = ReadLedger(reader, out _);
        return new BudgetStoreInfo(ledger.Id, Version, ledger.RulesVersion);
    }

    /// <summary>Reads the row of the ledger, and checks with it that the tables are still those that this library knows.</summary>
    internal LedgerRow ReadLedger(NpgsqlDataReader reader, out DateTimeOffset now)
    {
        if (!reader.Read())
            throw new BudgetLedgerException($"The row of the ledger in schema {Name} is gone. Restore a backup.");

        var row = new PostgreSqlRowReader(reader);
        now = row.Instant();
        return LedgerRowReading.Ledger(row, $"schema {Name}", Version);
    }

    /// <summary>Checks that every column is there and may be read.</summary>
    internal void Validate(NpgsqlConnection connection)
    {
        foreach (var select in new[] { Nodes.Select, Budgets.Select, Terms.Select, Slices.Select, Entries.Select })
        {
            using var command = PostgreSqlCommands.New(connection, select + " limit 0");
            command.ExecuteNonQuery();
        }
    }

    private bool Exists(NpgsqlConnection connection) => IsThere(connection, "select 1 from pg_catalog.pg_tables where schemaname = $1 and tablename = 'ledger'");

    private bool SchemaExists(NpgsqlConnection connection) => IsThere(connection, "select 1 from pg_catalog.pg_namespace where nspname = $1");

    private bool IsThere(NpgsqlConnection connection, string sql)
    {
        using var command = PostgreSqlCommands.New(connection, sql);
        command.Parameters.Add(new NpgsqlParameter { Value = Name, NpgsqlDbType = NpgsqlDbType.Text });
        return command.ExecuteScalar() is not null;
    }
}
