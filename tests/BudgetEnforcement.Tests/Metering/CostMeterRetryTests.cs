namespace BudgetEnforcement.Tests.Metering;

/// <summary>Held is not spent: a renewal that does not fit is tried again while what the meter holds pays.</summary>
public sealed class CostMeterRetryTests
{
    private const decimal OnePerSecond = 3600m;

    private readonly ManualClock _clock = new();
    private readonly BudgetEnforcer _budget;

    public CostMeterRetryTests() => _budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, MaxWaiters = 2 }, timeProvider: _clock);

    [Fact]
    public void Tick_OthersHoldTheRestForAWhile_GoesOn()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        var batch = _budget.Reserve(95m);

        _clock.AdvanceSeconds(3);
        batch.Release();
        _clock.AdvanceSeconds(1);

        meter.ExhaustedToken.IsCancellationRequested.Should().BeFalse();
        _budget.Spent.Should().BeInRange(3m, 3.5m);
        _budget.Reserved.Should().Be(5m);
    }

    [Fact]
    public void Tick_OthersHoldTheRestTooLong_IsExhaustedWithAQuarterLeft()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        using var batch = _budget.Reserve(95m);

        _clock.AdvanceSeconds(3.5);
        var early = meter.ExhaustedToken.IsCancellationRequested;
        _clock.AdvanceSeconds(0.25);

        (early, meter.ExhaustedToken.IsCancellationRequested).Should().Be((false, true));
        (_budget.Spent, meter.PendingCost).Should().Be((0m, 3.75m));
    }

    [Fact]
    public void ChangeRate_DoesNotFitButWhatIsHeldPaysForAWhile_TriesAgain()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        var batch = _budget.Reserve(95m);

        meter.ChangeRate(2m * OnePerSecond);
        var isExhausted = meter.ExhaustedToken.IsCancellationRequested;
        batch.Release();
        _clock.AdvanceSeconds(0.5);

        isExhausted.Should().BeFalse();
        (_budget.Spent + _budget.Reserved).Should().BeGreaterThan(10m);
        meter.ExhaustedToken.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public void ChangeRate_DoesNotFitForLong_IsExhaustedWhileAQuarterOfASliceIsPaid()
    {
        using var meter = _budget.StartMeter(OnePerSecond);
        using var batch = _budget.Reserve(95m);

        meter.ChangeRate(2m * OnePerSecond);
        _clock.AdvanceSeconds(1);
        var early = meter.ExhaustedToken.IsCancellationRequested;
        _clock.AdvanceSeconds(0.25);

        // What is held, 5, pays for 2.5 seconds.
        (early, meter.ExhaustedToken.IsCancellationRequested, meter.Cost).Should().Be((false, true, 2.5m));
    }

    [Fact]
    public async Task Resume_WhileOthersWaitForRoom_GoesOn()
    {
        var token = TestContext.Current.CancellationToken;
        using var meter = _budget.StartMeter(OnePerSecond);
        using var half = _budget.Reserve(50m);
        meter.Pause();
        var waiting = _budget.ReserveAsync(60m, token).AsTask();

        meter.Resume();
        _clock.AdvanceSeconds(2.5);

        meter.ExhaustedToken.IsCancellationRequested.Should().BeFalse();
        (_budget.Spent, _budget.Reserved).Should().Be((2.5m, 55m));
        half.Release();
        meter.Pause();
        (await waiting.WaitAsync(TimeSpan.FromMinutes(1), token)).Release();
    }

    [Fact]
    public void Dispose_WhileARenewalIsTriedAgain_RecordsTheExactCost()
    {
        var meter = _budget.StartMeter(OnePerSecond);
        using var batch = _budget.Reserve(95m);
        _clock.AdvanceSeconds(3.25);

        meter.Dispose();

        (_budget.Spent, _budget.Reserved).Should().Be((3.25m, 95m));
    }
}
