namespace BudgetEnforcement.Tests.Metering;

/// <summary>Nobody passes one who waits for room, a meter included: a wait that a meter stands in the way of ends, and so does the meter.</summary>
public sealed class MeterAndWaitersTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Tick_SomebodyWaitsForTheRoomTheMeterTakes_GoesOn()
    {
        var token = TestContext.Current.CancellationToken;
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, MaxWaiters = 1 }, timeProvider: _clock);
        var meter = budget.StartMeter(3600m);
        var waiting = budget.ReserveAsync(96m, token).AsTask();

        _clock.AdvanceSeconds(2.5);
        meter.Dispose();
        var isExhausted = meter.ExhaustedToken.IsCancellationRequested;

        isExhausted.Should().BeFalse("the meter goes on with what was admitted before the other came");
        (await waiting.WaitAsync(TimeSpan.FromMinutes(1), token)).Amount.Should().Be(96m);
        budget.Spent.Should().Be(2.5m);
    }
}
