#pragma warning disable CA2000 // The ledger disposes of its store.

using BudgetEnforcement.Stores;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>What the code of the package's page does when it is run, in a database of its own.</summary>
public sealed class PostgreSqlPageTests(PostgreSqlServer server) : PackagePageTests
{
    protected override string Package => "BudgetEnforcement.PostgreSql";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Snippets_WhenRun_SpendFromOneDatabase()
    {
        var connectionString = NewDatabase();
        (await AnsweredAsync(() => Snippets.Share(connectionString))).Should().Be(1.07m);

        var services = Snippets.AddTo(new ServiceCollection(), connectionString).PostConfigureAll<BudgetLedgerOptions>(options => options.AskTimeout = TimeSpan.FromMinutes(1));
        await using (var provider = services.BuildServiceProvider())
        {
            var job = provider.GetRequiredKeyedService<BudgetEnforcer>("job");
            using (var reservation = await job.ReserveAsync(2m, Stop))
                reservation.Commit(2m);
            var ledger = provider.GetRequiredService<BudgetLedger>();
            await ledger.FlushAsync(Stop);
            (await ledger.FindAsync("team", Stop))!.Spent.Should().Be(3.07m);
            (await ledger.GetNodesAsync(Stop)).Should().Contain(node => node.Name == "worker-7");
        }
    }

    [Fact]
    public async Task Script_RunByHand_IsWhatAnApplicationThatOnlyLooksNeeds()
    {
        await using var dataSource = NpgsqlDataSource.Create(NewDatabase());
        var services = new ServiceCollection().AddSingleton(dataSource);
        Snippets.AddValidatingTo(services);
        await using var provider = services.BuildServiceProvider();
        var ledger = provider.GetRequiredService<BudgetLedger>();
        await ledger.Awaiting(it => it.ListAsync(Stop)).Should().ThrowAsync<BudgetLedgerException>();

        await using (var command = dataSource.CreateCommand(Snippets.Script()))
            await command.ExecuteNonQueryAsync(Stop);

        (await ledger.ListAsync(Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Settle_OfProcessesThatAreLost_TakesTheTruthOrAllThatTheyHeld()
    {
        var schema = server.NewSchema();
        foreach (var name in (string[])["known", "unknown"])
        {
            var options = new BudgetLedgerOptions { NodeName = name, DrainTimeout = TimeSpan.Zero, AskTimeout = TimeSpan.FromMinutes(1) };
            await using var lost = await BudgetLedger.OpenAsync(new PostgreSqlBudgetStore(server.DataSource, schema), options, cancellationToken: Stop);
            var team = await lost.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: Stop);
            (await team.ReserveAsync(5m, Stop)).Amount.Should().Be(5m);
        }

        await using var ledger = await BudgetLedger.OpenAsync(new PostgreSqlBudgetStore(server.DataSource, schema), cancellationToken: Stop);
        await Snippets.Settle(ledger, new Dictionary<string, decimal> { ["known"] = 3m });

        var settled = (await ledger.FindAsync("team", Stop))!;
        (settled.Spent, settled.Held).Should().Be((3m + 5m, 0m));
    }

    [Fact]
    public async Task UsePostgreSql_WithTheContainersDataSource_LeavesItOpenAndTakesTheSchema()
    {
        var schema = server.NewSchema();
        await using var dataSource = NpgsqlDataSource.Create(server.ConnectionString);
        var services = new ServiceCollection().AddSingleton(dataSource);
        services.AddBudgetLedger().UsePostgreSql(schema: schema);
        await using (var provider = services.BuildServiceProvider())
            (await provider.GetRequiredService<BudgetLedger>().ListAsync(Stop)).Should().BeEmpty();

        await using var command = dataSource.CreateCommand($"select count(*) from \"{schema}\".budget");
        (await command.ExecuteScalarAsync(Stop)).Should().Be(0L);
    }

    [Fact]
    public async Task UsePostgreSql_WithAConnectionString_ClosesItsConnectionsWithTheContainer()
    {
        var connectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { ApplicationName = server.NewSchema() };
        var services = new ServiceCollection();
        services.AddBudgetLedger().UsePostgreSql(connectionString.ConnectionString, server.NewSchema());
        long Connections() => server.Ask<long>($"select count(*) from pg_stat_activity where application_name = '{connectionString.ApplicationName}'");

        await using (var provider = services.BuildServiceProvider())
        {
            Connections().Should().Be(0, "a host starts without it");
            (await provider.GetRequiredService<BudgetLedger>().ListAsync(Stop)).Should().BeEmpty();
            Connections().Should().BePositive();
        }

        while (Connections() > 0)
            await Task.Delay(5, Stop);
    }

    [Fact]
    public void UsePostgreSql_OfWhatCannotBe_IsRefusedAtOnce()
    {
        var builder = new ServiceCollection().AddBudgetLedger();

        builder.Invoking(it => it.UsePostgreSql(schema: "pg_ledger")).Should().Throw<ArgumentException>().WithParameterName("schema");
        builder.Invoking(it => it.UsePostgreSql(schema: null!)).Should().Throw<ArgumentNullException>().WithParameterName("schema");
        builder.Invoking(it => it.UsePostgreSql("Hots=db")).Should().Throw<ArgumentException>();
        builder.Invoking(it => it.UsePostgreSql("")).Should().Throw<ArgumentException>();
        builder.Invoking(it => it.UsePostgreSql("Host=db;Multiplexing=true")).Should().Throw<ArgumentException>();
        ((Action)(() => PostgreSqlBudgetLedgerBuilderExtensions.UsePostgreSql(null!))).Should().Throw<ArgumentNullException>().WithParameterName("builder");
    }

    [Fact]
    public void UsePostgreSql_WithoutADataSourceInTheContainer_SaysSo()
    {
        var services = new ServiceCollection();
        services.AddBudgetLedger().UsePostgreSql();
        using var provider = services.BuildServiceProvider();

        provider.Invoking(it => it.GetRequiredService<BudgetLedger>()).Should().Throw<InvalidOperationException>().WithMessage("*NpgsqlDataSource*connection string*");
    }

    private string NewDatabase()
    {
        var name = server.NewSchema();
        server.Run($"create database \"{name}\"");
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, Pooling = false }.ConnectionString;
    }
}
