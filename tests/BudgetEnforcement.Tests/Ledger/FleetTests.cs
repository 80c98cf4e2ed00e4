using BudgetEnforcement.Tests.Ledger.Model;

namespace BudgetEnforcement.Tests.Ledger;

/// <summary>
/// Random fleets over the store in memory. A seed that fails is in the message and replays the same: put it into
/// <see cref="Fleet_OfOneSeed_HoldsWhatTheLedgerPromises"/>.
/// </summary>
public class FleetTests
{
    private const int Steps = 80;

    [Theory]
    [InlineData(nameof(FleetMode.Covered), 4000)]
    [InlineData(nameof(FleetMode.Rough), 4000)]
    [InlineData(nameof(FleetMode.Restored), 2000)]
    public void Fleet_OfAnySeed_HoldsWhatTheLedgerPromises(string mode, int sequences)
    {
        var faults = Enumerable.Range(0, sequences).AsParallel().Select(seed => (Seed: seed, Fault: Run(mode, seed))).Where(it => it.Fault is not null).ToList();

        var (first, fault) = faults.Count == 0 ? default : faults.MinBy(it => it.Seed);
        faults.Should().BeEmpty("seed {0} of {1} fails, and {2} more: {3}", first, mode, faults.Count - 1, fault);
    }

    [Theory]
    [InlineData(nameof(FleetMode.Covered), 1)]
    public void Fleet_OfOneSeed_HoldsWhatTheLedgerPromises(string mode, int seed) => Run(mode, seed).Should().BeNull();

    private static string? Run(string mode, int seed)
    {
        var clock = new FleetClock();
        using var store = new InMemoryBudgetStore(clock);
        ((IBudgetStore)store).Open(SchemaSetUp.Create);
        using var fleet = new Fleet(store, Enum.Parse<FleetMode>(mode), seed, clock.Advance);
        return fleet.Run(Steps);
    }
}
