namespace BudgetEnforcement.Tests.Ledger.Simulation;

/// <summary>
/// The fleet in virtual time. BUDGET_SIMULATION_SEEDS asks for more seeds than CI tries; a seed that fails is in the name of the test, and does the
/// same again.
/// </summary>
public sealed class FleetSimulationTests
{
#if NET10_0_OR_GREATER
    private const int UsualSeeds = 8;
#else
    private const int UsualSeeds = 1;
#endif

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly SimulationPlan Hostile = new()
    {
        Nodes = 32, Operations = 130_000, Loss = 0.05, Crash = 0.8 * Second, Partition = 0.5 * Second, SlowStore = 2 * Second,
        Reset = 3 * Second, Settle = Second, TopUp = 0.2 * Second,
    };

    public static TheoryData<int> Seeds
    {
        get
        {
            var count = int.TryParse(Environment.GetEnvironmentVariable("BUDGET_SIMULATION_SEEDS"), out var asked) ? asked : UsualSeeds;
            return [.. Enumerable.Range(1, count)];
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Fleet_WithCrashesLossesAndTerms_NeverOverspendsAndLosesNothing(int seed) => _ = Run(seed, Hostile);

    [Theory]
    [InlineData(1)]
#if NET10_0_OR_GREATER
    [InlineData(2)]
    [InlineData(3)]
#endif
    public void Fleet_WithCostsThatNothingCovers_LosesNothing(int seed) => _ = Run(seed, Hostile with { Operations = 40_000, HasUncoveredCosts = true });

    [Theory]
    [InlineData(1)]
#if NET10_0_OR_GREATER
    [InlineData(2)]
    [InlineData(3)]
#endif
    public void Fleet_WhoseStoreIsRestored_LearnsAndLosesNothing(int seed) => _ =
        Run(seed, Hostile with { Operations = 40_000, Crash = null, Reset = null, Settle = null, Restore = 1.5 * Second });

    [Fact]
    public void Seed_RunTwice_DoesTheSame() =>
        Run(99, Hostile with { Operations = 5_000 }).Should().Be(Run(99, Hostile with { Operations = 5_000 }));

    private static string Run(int seed, SimulationPlan plan)
    {
        using var fleet = new FleetSimulation(seed, plan);

        fleet.Run();

        var told = FormattableString.Invariant(
            $"{fleet.Operations} operations, {fleet.Served} served, {fleet.Refusals} refused, {fleet.Exchanges} exchanges, {fleet.Crashes} crashes");
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        fleet.Served.Should().BeGreaterThan(plan.Operations / 10);
        return told;
    }
}
