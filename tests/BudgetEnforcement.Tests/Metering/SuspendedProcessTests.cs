namespace BudgetEnforcement.Tests.Metering;

/// <summary>Time passes and no timer fires: the process was suspended, or its thread pool starved.</summary>
public sealed class SuspendedProcessTests
{
    private const decimal OnePerSecond = 3600m;

    private readonly ManualClock _frozen = new(isFrozen: true);

    [Fact]
    public void Dispose_FarPastTheSlice_RecordsTheTruthAsOverage()
    {
        var budget = Budget(10m);
        var meter = budget.StartMeter(OnePerSecond);

        _frozen.AdvanceSeconds(100);
        meter.Dispose();

        var report = budget.GetStatus();
        (report.Spent, report.Reserved, report.Overage, report.IsExceeded).Should().Be((100m, 0m, 95m, true));
    }

    [Fact]
    public void Renew_FarPastTheSliceWithRoomLeft_RecordsOverageAndGoesOn()
    {
        var budget = Budget(1000m);
        using var meter = budget.StartMeter(OnePerSecond);

        _frozen.AdvanceSeconds(100);
        meter.RenewIfDue();

        var report = budget.GetStatus();
        (report.Spent, report.Reserved, report.Overage).Should().Be((100m, 5m, 95m));
        meter.ExhaustedToken.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public void Renew_FarPastTheLimit_RecordsTheTruthAndCancelsBothTokens()
    {
        var budget = Budget(10m);
        var exceeded = budget.ExceededToken;
        using var meter = budget.StartMeter(OnePerSecond);

        _frozen.AdvanceSeconds(100);
        meter.RenewIfDue();

        budget.Spent.Should().Be(100m);
        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
        exceeded.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Renew_PastTheSliceButInsideTheLimit_RecordsTheTruthThoughTheNextSliceDoesNotFit()
    {
        var budget = Budget(10m);
        using var meter = budget.StartMeter(OnePerSecond);

        _frozen.AdvanceSeconds(9);
        meter.RenewIfDue();

        budget.Spent.Should().Be(9m);
        budget.IsBudgetExceeded.Should().BeFalse();
        meter.ExhaustedToken.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Cost_BeforeAnybodyTellsTheBudget_IsTheTruthAlready()
    {
        var budget = Budget(10m);
        using var meter = budget.StartMeter(OnePerSecond);

        _frozen.AdvanceSeconds(100);

        (meter.Cost, meter.PendingCost, meter.Elapsed).Should().Be((100m, 100m, TimeSpan.FromSeconds(100)));
        budget.Spent.Should().Be(0m);
    }

    [Fact]
    public void Pause_FarPastTheSlice_RecordsTheTruth()
    {
        var budget = Budget(10m);
        using var meter = budget.StartMeter(OnePerSecond);

        _frozen.AdvanceSeconds(100);
        meter.Pause();

        budget.GetStatus().Overage.Should().Be(95m);
        budget.Spent.Should().Be(100m);
    }

    [Fact]
    public void Tick_ClockThatJumpsFarPastTheSlice_RecordsEverythingInOneRenewal()
    {
        var clock = new ManualClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1000m }, timeProvider: clock);
        using var meter = budget.StartMeter(OnePerSecond);

        clock.Advance(TimeSpan.FromSeconds(500));

        (budget.Spent, budget.Reserved).Should().Be((500m, 5m));
    }

    private BudgetEnforcer Budget(decimal limit) => new(new BudgetOptions { Limit = limit }, timeProvider: _frozen);
}
