using BudgetEnforcement.Stores;

namespace BudgetEnforcement.PostgreSql.Tests;

public sealed class PostgreSqlKillTests(PostgreSqlServer server) : KillTests
{
    protected override int RoundsOfLongRun => 24;

    protected override IBudgetStore CreateStore(out string where)
    {
        var schema = server.NewSchema();
        where = $"{server.ConnectionString}|{schema}";
        return new PostgreSqlBudgetStore(server.DataSource, schema);
    }

    protected override void CheckStore() => server.Log.Should().NotContain("deadlock detected").And.NotContain("could not serialize");

    protected override IBudgetStore OpenAgain(string where) => new PostgreSqlBudgetStore(server.DataSource, where.Split('|')[1]);
}
