using static BudgetEnforcement.Tests.Metering.Meters;

namespace BudgetEnforcement.Tests.Metering;

public sealed class CostMeterConcurrencyTests
{
    private const decimal OnePerSecond = MeterScene.OnePerSecond;

    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Dispose_AgainstRenewal_RecordsEachTickOnce()
    {
        for (var round = 0; round < 300; round++)
        {
            var scene = new MeterScene(limit: 1000m, clock: _clock).Pass(1.25);

            Waiting.Together(() => scene.Jump(1.25), scene.Meter.Dispose);
            scene.Stop().Pass(5);

            scene.Budget.Spent.Should().Be(scene.Meter.Cost).And.BeOneOf(1.25m, 2.5m);
            scene.Budget.GetStatus().OpenReservations.Should().Be(0);
        }
    }

    [Fact]
    public void Dispose_ByTwoThreads_RecordsOnce()
    {
        for (var round = 0; round < 300; round++)
        {
            var scene = new MeterScene(limit: 1000m, clock: _clock).Jump(1);

            Waiting.Together(scene.Meter.Dispose, scene.Meter.Dispose, () => Waiting.Ends(scene.Meter.DisposeAsync().AsTask()));

            scene.ShouldHave(spent: 1m, reserved: 0m);
        }
    }

    [Fact]
    public async Task AnyMember_ByManyThreadsWhileTimePasses_RecordsExactlyWhatItCosts()
    {
        var budget = _clock.Budget(1_000_000m);
        var meter = budget.StartMeter(OnePerSecond);

        Waiting.Together(
            () => Repeat(2000, i => meter.ChangeRate(i % 5 * OnePerSecond)),
            () => Repeat(2000, _ => meter.Pause()),
            () => Repeat(2000, _ => meter.Resume()),
            () => Repeat(2000, _ => meter.RenewIfDue()),
            () => Repeat(2000, _ => _clock.Advance(TimeSpan.FromMilliseconds(100))),
            () => Repeat(2000, _ => (meter.Cost >= 0m && meter.PendingCost >= 0m).Should().BeTrue()));
        await meter.DisposeAsync();

        (budget.Spent, budget.Reserved).Should().Be((meter.Cost, 0m));
        budget.GetStatus().OpenReservations.Should().Be(0);
    }

    [Fact]
    public void AnyMember_AgainstDisposal_ThrowsOrWorksAndLeavesNothingHeld()
    {
        for (var round = 0; round < 200; round++)
        {
            var scene = new MeterScene(limit: 1000m, clock: _clock);

            Waiting.Together(
                () => Tolerate(() => scene.ChangeRate(2m)),
                () => Tolerate(scene.Meter.Pause),
                () => Tolerate(scene.Meter.Resume),
                scene.Meter.Dispose,
                () => scene.Jump(3));
            scene.Stop().Jump(3);

            scene.Budget.Spent.Should().Be(scene.Meter.Cost);
            scene.Budget.GetStatus().OpenReservations.Should().Be(0);
        }

        _clock.Timers.Should().Be(0);
    }

    [Fact]
    public async Task Tick_ManyMetersOnOneBudget_NeverPassItsLimit()
    {
        var budget = _clock.Budget(100m);
        var meters = Enumerable.Range(1, 10).Select(i => budget.StartMeter(i * 0.3m * OnePerSecond, Slices(2))).ToList();
        var worst = 0m;

        // Each is stopped within a quarter of a slice of its token, as it is told.
        while (meters.Count > 0)
        {
            var stopping = meters.FindAll(meter => meter.ExhaustedToken.IsCancellationRequested);
            await Task.WhenAll(stopping.ConvertAll(meter => Task.Run(meter.Dispose, Token)));
            meters.RemoveAll(stopping.Contains);
            worst = Math.Max(worst, budget.Spent + budget.Reserved);
            _clock.Advance(TimeSpan.FromSeconds(0.25));
        }

        worst.Should().BeLessThanOrEqualTo(100m);
        budget.Spent.Should().BeInRange(90m, 100m);
        budget.GetStatus().Overage.Should().Be(0m);
        budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public async Task Tick_MetersAndCallsTogether_NeverPassTheLimit()
    {
        var budget = _clock.Budget(200m);
        var meter = budget.StartMeter(10m * OnePerSecond, Slices(1));

        var calls = Task.Run(() => Repeat(5000, _ => budget.TryAddCost(0.01m)), Token);
        for (var i = 0; i < 1000 && !meter.ExhaustedToken.IsCancellationRequested; i++)
            _clock.Advance(TimeSpan.FromSeconds(0.25));
        await meter.DisposeAsync();
        Waiting.Ends(calls);

        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
        budget.Spent.Should().BeLessThanOrEqualTo(200m);
        budget.GetStatus().Overage.Should().Be(0m);
    }

    private static void Repeat(int times, Action<int> action)
    {
        for (var i = 0; i < times; i++)
            action(i);
    }

    /// <summary>The disposal may come first.</summary>
    private static void Tolerate(Action action) => (Record.Exception(action) is null or ObjectDisposedException).Should().BeTrue();
}
