using System.Diagnostics.CodeAnalysis;
using BudgetEnforcement.PostgreSql;
using BudgetEnforcement.PostgreSql.Tests;
using Npgsql;

namespace BudgetEnforcement.Tool.Tests.Ledgers;

/// <summary>The commands on a real server, where there is one.</summary>
public sealed class PostgresTests(PostgreSqlServer server)
{
    [Fact]
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "A ledger disposes its store.")]
    public async Task Commands_OnALedgerInPostgreSql_ReadAndChangeIt()
    {
        var schema = server.NewSchema();
        await using (var ledger = await BudgetLedger.OpenAsync(new PostgreSqlBudgetStore(server.DataSource, schema), cancellationToken: TestContext.Current.CancellationToken))
            await ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: TestContext.Current.CancellationToken);
        string[] at = ["--ledger", $"postgres:{server.ConnectionString}", "--schema", schema];

        var topUp = await ToolRun.Of(["top-up", "team", "50", "--yes", "--key", "k1", .. at]);
        var again = await ToolRun.Of(["top-up", "team", "50", "--yes", "--key", "k1", .. at]);
        var status = await ToolRun.Of(["status", "--json", .. at]);

        topUp.ExitCode.Should().Be(0, topUp.Error);
        again.ExitCode.Should().Be(0, again.Error);
        status.Json.GetProperty("budgets")[0].GetProperty("limit").GetDecimal().Should().Be(150m);
    }

    [Fact]
    public async Task Status_WhereThereIsNoSchema_MakesNone()
    {
        var schema = server.NewSchema();

        var run = await ToolRun.Of("status", "--ledger", $"postgres:{server.ConnectionString}", "--schema", schema);

        run.ExitCode.Should().Be(4);
        server.Ask<long>($"select count(*) from information_schema.schemata where schema_name = '{schema}'").Should().Be(0);
    }

    [Fact]
    public async Task Password_ThatIsWrong_IsNotPrinted()
    {
        const string Secret = "hunter2-hunter2";
        server.Run($"create user \"tool user\" password '{PostgreSqlServer.Password}'");
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "tool user", Password = Secret };

        var run = await ToolRun.Of("status", "--ledger", $"postgres:{settings.ConnectionString}");

        run.ExitCode.Should().Be(4);
        run.Error.Should().Contain("does not let the user in").And.NotContain(Secret);
    }
}
