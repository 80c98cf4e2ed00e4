using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Several periods end at one instant: whoever uses a budget first, those who wait elsewhere come first.</summary>
public sealed class PeriodWaitingOrderTests
{
    private readonly LateClock _clock = new(TestClock.Noon);

    [Fact]
    public void TryReserve_AtTheEndBeforeTheTimerOfAWaiter_DoesNotPassIt()
    {
        var root = Exhausted();
        var job = Exhausted(root);
        var asked = job.Ask(60m);

        _clock.Now = TestClock.Midnight;
        var isHeld = root.TryReserve(60m, out _);

        isHeld.Should().BeFalse("both periods ended at the same instant, and the job has waited");
        asked.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task TryReserve_AtTheEndBeforeTheTimerOfAWaiter_ArmsTheThresholdsOfTheWaiterAgain()
    {
        var root = Exhausted();
        var job = Exhausted(root);
        var told = new List<BudgetStatus>();
        job.ThresholdCrossed += (_, crossing) => told.Add(crossing.Status);
        var asked = job.Ask(60m);

        _clock.Now = TestClock.Midnight;
        root.TryReserve(0m, out _);
        asked.IsCompleted.Should().BeTrue();
        (await asked).Commit(80m);

        told.Should().Equal(BudgetStatus.Warning75);
        job.GetStatus().Should().Match<BudgetReport>(report => report.Status == BudgetStatus.Warning75 && report.Resets == 1);
    }

    private BudgetEnforcer Exhausted(BudgetEnforcer? parent = null)
    {
        var options = new BudgetOptions { Limit = 100m, InitialSpent = 100m, Period = BudgetPeriod.Daily, MaxWaiters = 1 };
        return parent is null ? new BudgetEnforcer(options, timeProvider: _clock) : parent.CreateChild(options);
    }

    /// <summary>A clock whose timers have not fired yet.</summary>
    private sealed class LateClock(DateTimeOffset now) : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // There is nothing to dispose of.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
