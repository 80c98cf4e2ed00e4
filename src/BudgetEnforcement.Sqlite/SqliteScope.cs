namespace BudgetEnforcement.Sqlite;

/// <summary>Loads the rows of a scope, within a transaction.</summary>
internal static class SqliteScope
{
    // The slices that may still change: that of the present term, those that hold something or have a guess, and those of a term that is named.
    private static readonly string OfTermOfAll = $"{SqliteTables.Slices.Select} where budget_id = $1 and term = $2";
    private static readonly string OfTermOfNode = $"{OfTermOfAll} and node_id = $3";
    private static readonly string OpenOfAll = $"{SqliteTables.Slices.Select} where budget_id = $1 and is_open";
    private static readonly string OpenOfNode = $"{OpenOfAll} and node_id = $2";

    internal static void Load(SqliteSession session, LedgerScope scope, LedgerRows rows)
    {
        if (scope.NodeId is { } nodeId)
            SqliteTables.Nodes.LoadOne(session, rows.Nodes, nodeId);
        foreach (var id in scope.BudgetIds)
            SqliteTables.Budgets.LoadOne(session, rows.Budgets, id);
        foreach (var name in scope.BudgetNames)
            SqliteTables.Budgets.Load(session, rows.Budgets, SqliteTables.Budgets.Select + " where name = $1", 1, writer => writer.Add(name));

        foreach (var budget in rows.Budgets)
        {
            LoadSlicesOfTerm(session, scope, rows, budget.Id, budget.Term);
            LoadOpenSlices(session, scope, rows, budget.Id);
        }

        foreach (var term in scope.Terms.Where(term => rows.Budgets.Find(term.BudgetId) is not null))
        {
            SqliteTables.Terms.LoadOne(session, rows.Terms, term);
            LoadSlicesOfTerm(session, scope, rows, term.BudgetId, term.Term);
        }

        foreach (var entry in scope.Entries.Where(entry => rows.Budgets.Find(entry.BudgetId) is not null))
            SqliteTables.Entries.LoadOne(session, rows.Entries, entry);

        if (!scope.AllSlices)
            return;
        foreach (var id in rows.Slices.Select(slice => slice.NodeId).Distinct())
            SqliteTables.Nodes.LoadOne(session, rows.Nodes, id);
    }

    private static void LoadSlicesOfTerm(SqliteSession session, LedgerScope scope, LedgerRows rows, Guid budgetId, long term)
    {
        if (scope.AllSlices)
            SqliteTables.Slices.Load(session, rows.Slices, OfTermOfAll, 2, writer => writer.Add(budgetId).Add(term));
        else if (scope.NodeId is { } nodeId)
            SqliteTables.Slices.Load(session, rows.Slices, OfTermOfNode, 3, writer => writer.Add(budgetId).Add(term).Add(nodeId));
    }

    private static void LoadOpenSlices(SqliteSession session, LedgerScope scope, LedgerRows rows, Guid budgetId)
    {
        if (scope.AllSlices)
            SqliteTables.Slices.Load(session, rows.Slices, OpenOfAll, 1, writer => writer.Add(budgetId));
        else if (scope.NodeId is { } nodeId)
            SqliteTables.Slices.Load(session, rows.Slices, OpenOfNode, 2, writer => writer.Add(budgetId).Add(nodeId));
    }
}
