namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>Corner cases in which a grant could be lost, or a report could show a state that never was.</summary>
public sealed class WaitingCornerTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void ReserveAsync_GrantedWhileTheClockFailsToMakeATimer_HandsTheGrantOut()
    {
        var budget = NewDaily();
        var held = budget.Reserve(100m);
        _clock.OnTimer = () =>
        {
            held.Release();
            throw new NotSupportedException();
        };

        Record.Exception(() => { _ = budget.Ask(60m); }).Should().BeNull("it was granted before the clock failed");

        budget.Reserved.Should().Be(60m);
    }

    [Fact]
    public void ReserveAsync_ThatWaits_MakesAndSetsItsTimerUnderNoLock()
    {
        var budget = NewDaily();
        budget.Reserve(100m);
        var isLocked = new List<bool>();
        _clock.OnTimer = () => isLocked.Add(budget.Gate.IsTaken);

        _ = budget.Ask(60m);

        isLocked.Should().NotBeEmpty().And.NotContain(true);
    }

    [Fact]
    public void AddCost_OverflowAsFirstUseOfAPeriod_StillServesThoseWhoWait()
    {
        var day = NewDaily();
        var job = day.NewChild(100m);
        while (Record.Exception(() => job.AddCost(decimal.MaxValue)) is null)
        {
        }

        var asked = day.Ask(60m);
        _clock.SetCalendar(ManualClock.Midnight); // No timer fires: the clock was put forward.

        job.Invoking(full => full.AddCost(decimal.MaxValue)).Should().Throw<OverflowException>();

        asked.ShouldBeGranted();
    }

    [Fact]
    public void ThresholdCrossed_ReportWhileOthersWait_HasNothingAvailable()
    {
        var budget = Asking.NewBudget(100m);
        decimal? available = null;
        budget.ThresholdCrossed += (_, crossing) => available = crossing.Report.Available;
        budget.AddCost(60m);
        using var held = budget.Reserve(20m);
        var asked = budget.Ask(25m);

        budget.AddCost(15m); // 5 are free, and the waiter may still get its 25 from the held money.

        budget.ShouldHaveWaiting(asked);
        available.Should().Be(0m);
    }

    [Fact]
    public void TryRenew_PastAThreshold_ReportsTheStepAsOne()
    {
        var budget = Asking.NewBudget(100m);
        BudgetReport? told = null;
        budget.ThresholdCrossed += (_, crossing) => told = crossing.Report;

        budget.Reserve(80m).TryRenew(76m, 20m).Should().BeTrue();

        told!.Value.Should().Match<BudgetReport>(report => report.Spent == 76m && report.Reserved == 20m && report.OpenReservations == 1);
    }

    [Fact]
    public void Commit_PastAThresholdWithOverage_ReportsTheOverageToo()
    {
        var budget = Asking.NewBudget(100m);
        decimal? told = null;
        budget.ThresholdCrossed += (_, crossing) => told = crossing.Report.Overage;

        budget.Reserve(10m).Commit(80m);

        told.Should().Be(70m);
    }

    private BudgetEnforcer NewDaily() =>
        new(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily, MaxWaiters = 5 }, timeProvider: _clock);
}
