using BudgetEnforcement.Tests.Ledger.Model;

namespace BudgetEnforcement.Sqlite.Tests;

/// <summary>Random fleets over files whose clock they move, so that days end and nodes are forgotten. A seed replays the same.</summary>
public class SqliteFleetTests
{
    // A tenth on the older runtime.
#if NET10_0_OR_GREATER
    private const int Sequences = 150;
#else
    private const int Sequences = 15;
#endif

    [Theory]
    [InlineData(nameof(FleetMode.Covered))]
    [InlineData(nameof(FleetMode.Rough))]
    public void Fleet_OverAFile_HoldsWhatTheLedgerPromises(string mode)
    {
        using var folder = new TemporaryFolder(isFast: true);
        for (var seed = 0; seed < Sequences; seed++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Run(folder.NewFile(), Enum.Parse<FleetMode>(mode), seed).Should().BeNull("seed {0} of {1} is to hold", seed, mode);
        }
    }

    private static string? Run(string path, FleetMode mode, int seed)
    {
        var clock = new FleetClock();
        using IBudgetStore store = new SqliteBudgetStore(path, clock);
        store.Open(SchemaSetUp.Create);
        using var fleet = new Fleet(store, mode, seed, clock.Advance);
        return fleet.Run(steps: 80);
    }
}
