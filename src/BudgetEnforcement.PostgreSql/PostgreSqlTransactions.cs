using System.Globalization;
using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>Runs rules on the rows of a scope: one batch locks and loads, another one saves and commits.</summary>
internal sealed class PostgreSqlTransactions(PostgreSqlSchema schema)
{
    // Of two transactions that insert the same row, the second one runs again. More runs than this mean that the rules do not look for rows that are
    // there.
    private const int MostRuns = 5;

    private readonly PostgreSqlScope _scope = new(schema);

    internal void Run(NpgsqlConnection connection, TimeSpan lockTimeout, LedgerScope scope, LedgerRules rules)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                RunOnce(connection, lockTimeout, scope, rules);
                return;
            }
            catch (PostgresException inserted) when (inserted.SqlState == PostgresErrorCodes.UniqueViolation && run < MostRuns)
            {
                // Another transaction has inserted the row that was missing. The rules run again and see it.
            }
        }
    }

    private void RunOnce(NpgsqlConnection connection, TimeSpan lockTimeout, LedgerScope scope, LedgerRules rules)
    {
        var isCommitted = false;
        try
        {
            var rows = Load(connection, lockTimeout, scope);
            rules.Apply(rows);
            if (!rows.HasChanges)
                return;
            Save(connection, rows);
            isCommitted = true;
        }
        finally
        {
            if (!isCommitted)
                RollBack(connection);
        }
    }

    private LedgerRows Load(NpgsqlConnection connection, TimeSpan lockTimeout, LedgerScope scope)
    {
        using var batch = connection.CreateBatch();

        // Each statement sees what was committed before it began: those that follow the locks see all that the locks guard.
        batch.Add("begin isolation level read committed");
        var milliseconds = ((long)Math.Ceiling(lockTimeout.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
        batch.Add($"set local lock_timeout = {milliseconds}");
        batch.Add($"set local idle_in_transaction_session_timeout = {milliseconds}");
        return _scope.Load(connection, batch, scope);
    }

    private void Save(NpgsqlConnection connection, LedgerRows rows)
    {
        using var batch = connection.CreateBatch();

        // A transaction waits for another one that is inserting the same row, so all transactions insert in one order.
        schema.Nodes.Save(batch, rows.Nodes, static (left, right) => left.Id.CompareTo(right.Id));
        schema.Budgets.Save(batch, rows.Budgets, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        schema.Terms.Save(batch, rows.Terms);
        schema.Slices.Save(batch, rows.Slices);
        schema.Entries.Save(batch, rows.Entries);
        if (rows.IsLedgerChanged)
        {
            // The transaction did not lock the row of the ledger; rules only ever move it towards later instants. It comes last, so other transactions wait
            // for it only briefly.
            batch.Add(
                $"update {schema.Quoted}.ledger set rules_version = $1, learning_until = greatest(learning_until, $2), forgotten_until = greatest(forgotten_until, $3)",
                PostgreSqlParameters.Int(rows.Ledger.RulesVersion),
                PostgreSqlParameters.Instant(rows.Ledger.LearningUntil),
                PostgreSqlParameters.Instant(rows.Ledger.ForgottenUntil));
        }

        batch.Add("commit");
        batch.ExecuteNonQuery();
    }

    /// <summary>Rolls back what was begun and not committed; where nothing was begun, the server only warns.</summary>
    internal static void RollBack(NpgsqlConnection connection)
    {
        if (connection.FullState != System.Data.ConnectionState.Open)
            return;
        try
        {
            using var command = new NpgsqlCommand("rollback", connection);
            command.ExecuteNonQuery();
        }
        catch (NpgsqlException)
        {
            // The caller is about to report the fault that led here, and the loss of a connection ends its transaction.
        }
    }
}
