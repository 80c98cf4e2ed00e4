namespace BudgetEnforcement.Tests.Ledger.Model;

/// <summary>Random fleets on a store whose clock is its own: the same for every store. The tests of a store's package derive one class.</summary>
public abstract class StoreFleetContract
{
    /// <summary>An opened store.</summary>
    protected abstract IBudgetStore OpenStore();

    /// <summary>How many sequences to try; each is one fleet with budgets of its own.</summary>
    protected virtual int Sequences => 300;

    [Theory]
    [InlineData(nameof(FleetMode.Covered))]
    [InlineData(nameof(FleetMode.Rough))]
    public void Fleet_OnThisStore_HoldsWhatTheLedgerPromises(string mode)
    {
        using var store = OpenStore();
        for (var seed = 0; seed < Sequences; seed++)
        {
            using var fleet = new Fleet(store, Enum.Parse<FleetMode>(mode), seed, advance: null, suffix: $" of fleet {seed}");

            fleet.Run(steps: 60).Should().BeNull("seed {0} of {1} is to hold", seed, mode);
        }
    }
}
