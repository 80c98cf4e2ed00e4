namespace BudgetEnforcement.Sqlite;

/// <summary>Saves what rules have changed, within a transaction.</summary>
internal static class SqliteChanges
{
    internal static void Save(SqliteSession session, LedgerRows rows)
    {
        if (rows.IsLedgerChanged)
        {
            var update = session.Command("update ledger set rules_version = $1, learning_until = $2, forgotten_until = $3", parameters: 3);
            new SqliteRowWriter(update).Add(rows.Ledger.RulesVersion).Add(rows.Ledger.LearningUntil).Add(rows.Ledger.ForgottenUntil);
            update.ExecuteNonQuery();
        }

        SqliteTables.Nodes.Save(session, rows.Nodes);
        SqliteTables.Budgets.Save(session, rows.Budgets);
        SqliteTables.Terms.Save(session, rows.Terms);
        SqliteTables.Slices.Save(session, rows.Slices);
        SqliteTables.Entries.Save(session, rows.Entries);
    }
}
