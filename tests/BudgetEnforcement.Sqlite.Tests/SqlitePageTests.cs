#pragma warning disable CA2000 // The ledger disposes of its store.

using BudgetEnforcement.Stores;
using Microsoft.Extensions.DependencyInjection;
using static BudgetEnforcement.Tests.Ledger.Contract.Polling;

namespace BudgetEnforcement.Sqlite.Tests;

/// <summary>What the code of the package's page does when it is run, in a folder of its own, which is the current one of the whole process.</summary>
[Collection(nameof(SqlitePageTests))]
public sealed class SqlitePageTests : PackagePageTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _before = Environment.CurrentDirectory;

    public SqlitePageTests() => Environment.CurrentDirectory = _folder.Path;

    protected override string Package => "BudgetEnforcement.Sqlite";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Dispose();
    }

    [Fact]
    public async Task Snippets_WhenRun_SpendFromOneFile()
    {
        (await AnsweredAsync(Snippets.Share)).Should().Be(1.07m);

        var services = Snippets.AddTo(new ServiceCollection()).PostConfigureAll<BudgetLedgerOptions>(options => options.AskTimeout = TimeSpan.FromMinutes(1));
        await using var provider = services.BuildServiceProvider();
        var job = provider.GetRequiredKeyedService<BudgetEnforcer>("job");
        using (var reservation = await job.ReserveAsync(2m, Stop))
            reservation.Commit(2m);
        var ledger = provider.GetRequiredService<BudgetLedger>();
        await ledger.FlushAsync(Stop);

        (await ledger.FindAsync("team", Stop))!.Spent.Should().Be(3.07m);
        (await ledger.GetNodesAsync(Stop)).Should().Contain(node => node.Name == "worker-7");
    }

    [Fact]
    public async Task Settle_OfProcessesThatAreLost_TakesTheTruthOrAllThatTheyHeld()
    {
        // Each ends while it holds 5 of 100, of which it has spent something that it cannot report any more.
        foreach (var name in (string[])["known", "unknown"])
        {
            var options = new BudgetLedgerOptions { NodeName = name, DrainTimeout = TimeSpan.Zero, AskTimeout = TimeSpan.FromMinutes(1) };
            await using var lost = await BudgetLedger.OpenAsync(new SqliteBudgetStore("budgets.db"), options, cancellationToken: Stop);
            var team = await lost.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: Stop);
            (await team.ReserveAsync(5m, Stop)).Amount.Should().Be(5m);
        }

        await using var ledger = await BudgetLedger.OpenAsync(new SqliteBudgetStore("budgets.db"), cancellationToken: Stop);
        await Snippets.Settle(ledger, new Dictionary<string, decimal> { ["known"] = 3m });

        var settled = (await ledger.FindAsync("team", Stop))!;
        (settled.Spent, settled.Held).Should().Be((3m + 5m, 0m));
    }

    [Fact]
    public async Task UseSqlite_OfARelativePath_MeansThePresentFolderAndLivesByTheContainer()
    {
        var clock = new BudgetEnforcement.Tests.ManualClock();
        var services = new ServiceCollection().AddSingleton<TimeProvider>(clock);
        services.AddBudgetLedger().UseSqlite("relative.db");
        Environment.CurrentDirectory = _before;

        await using (var provider = services.BuildServiceProvider())
        {
            var ledger = provider.GetRequiredService<BudgetLedger>();
            File.Exists(Path.Combine(_folder.Path, "relative.db")).Should().BeFalse("a host starts without it");
            (await ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 1m }, cancellationToken: Stop)).CreatedAt.Should().Be(clock.GetUtcNow());
        }

        File.Exists(Path.Combine(_folder.Path, "relative.db")).Should().BeTrue();
        File.Exists(Path.Combine(_folder.Path, "relative.db-wal")).Should().BeFalse("it is closed with the container");
    }

    [Fact]
    public void UseSqlite_OfWhatCanBeNoFile_IsRefusedAtOnce()
    {
        var builder = new ServiceCollection().AddBudgetLedger();

        builder.Invoking(it => it.UseSqlite(" ")).Should().Throw<ArgumentException>().WithParameterName("path");
        builder.Invoking(it => it.UseSqlite(":memory:")).Should().Throw<ArgumentException>().WithParameterName("path");
        builder.Invoking(it => it.UseSqlite(null!)).Should().Throw<ArgumentNullException>().WithParameterName("path");
        ((Action)(() => SqliteBudgetLedgerBuilderExtensions.UseSqlite(null!, "budgets.db"))).Should().Throw<ArgumentNullException>().WithParameterName("builder");
    }
}

/// <summary>The current folder is that of all tests, so no other runs meanwhile.</summary>
[CollectionDefinition(nameof(SqlitePageTests), DisableParallelization = true)]
public sealed class CurrentFolder;
