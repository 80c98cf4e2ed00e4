using System.Collections.Concurrent;
using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>What a process knows, tells and asks of a shared budget between two exchanges, driven by hand.</summary>
public sealed class SharedStateTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly InMemoryBudgetStore _store;

    public SharedStateTests() => _store = DrivenProcess.OpenStore(_clock);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Check_OfWhatIsHeldByNobody_TellsWhatTheLedgerWouldGrant()
    {
        var team = Start().Team;

        var check = team.CheckBudgetAvailable(80m);

        (check.IsAvailable, check.Status, check.Available, check.Reserved).Should().Be((true, BudgetStatus.Warning75, 100m, 0m));
    }

    [Fact]
    public void Report_OfABudgetUnderASharedOne_TellsWhatTheLedgerWouldGrant()
    {
        var team = Start().Team;

        (team.Child(200m).GetStatus().Available, team.Child(30m).GetStatus().Available, team.GetStatus().Available).Should().Be((100m, 30m, 100m));
    }

    [Fact]
    public void Check_OfAClosedBudget_HasNothingAvailable()
    {
        var team = Start().Team;

        team.Close();

        var check = team.CheckBudgetAvailable(1m);
        (check.IsAvailable, check.Reason, check.Available).Should().Be((false, BudgetRefusalReason.Closed, 0m));
        team.GetStatus().Available.Should().Be(0m);
    }

    [Fact]
    public void Check_OfABudgetThatIsCutOff_HasNothingAvailable()
    {
        var team = Start().Team;

        team.State.CutOff();

        var check = team.CheckBudgetAvailable(1m);
        (check.IsAvailable, check.Reason, check.Available).Should().Be((false, BudgetRefusalReason.LedgerUnavailable, 0m));
    }

    [Fact]
    public void OwnSpent_ThatDecimalCannotHold_IsRoundedUp()
    {
        var team = Start().Team;

        team.AddCost(10m);
        team.AddCost(Budgets.Unit);

        team.GetStatus().OwnSpent.Should().Be(10.000000000000000000000000001m);
    }

    [Fact]
    public void Spend_OfHalfOfWhatIsAtHand_WakesTheThreadOfTheLedger()
    {
        var process = StartWithMoneyAtHand();
        var atHand = process.Team.State.Slice!.HeldBefore.ToDecimal(roundUp: false);
        atHand.Should().BeInRange(1m, 90m, "some is held, and not all");

        process.Team.AddCost((atHand / 2) - 0.01m);
        process.Wakes.Should().Be(0);
        process.Team.AddCost(0.01m);

        process.Wakes.Should().Be(1);
        process.Next(out _).Should().NotBeNull("more is due before the interval ends");
        process.Exchange();
        process.Team.State.Slice!.IsDrawDue.Should().BeFalse();
    }

    [Fact]
    public void Spend_OfHalfOfWhatIsAtHand_WhileARequestIsOnItsWay_WakesNobody()
    {
        var process = StartWithMoneyAtHand();

        process.Exchange(meanwhile: () => process.Team.AddCost(process.Team.State.Slice!.HeldBefore.ToDecimal(roundUp: false)));

        process.Wakes.Should().Be(0, "the answer tells more");
    }

    [Fact]
    public void Spend_BeyondWhatIsHeld_WhileAnAnswerIsOnItsWay_TakesFromWhatItLeaves()
    {
        var process = Start();
        process.Team.AddCost(1m);

        process.Exchange(meanwhile: () => process.Team.AddCost(60m));

        var report = process.Team.GetStatus();
        (report.Spent, report.Available).Should().Be((61m, 39m));
    }

    [Fact]
    public void Mark_ReachedAgainAfterARefund_WakesNobody()
    {
        var process = Start();
        process.Team.AddCost(80m);
        process.Exchange();
        process.Wakes = 0;

        process.Team.Refund(10m);
        process.Team.AddCost(10m);

        process.Wakes.Should().Be(0, "it is told already");
    }

    [Fact]
    public void Refund_OfAllThatThisProcessHasSpent_IsTakenBack()
    {
        var team = Start().Team;
        team.AddCost(10m);

        team.TryRefund(10.01m).Should().BeFalse();
        team.TryRefund(10m).Should().BeTrue();

        team.Spent.Should().Be(0m);
    }

    [Fact]
    public void Spend_OfExactlyTheLimit_CancelsNothing()
    {
        var process = Start();

        process.Team.AddCost(100m);
        process.Exchange();
        process.Team.ExceededToken.IsCancellationRequested.Should().BeFalse();
        process.Team.AddCost(Budgets.Unit);

        process.Team.ExceededToken.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Spend_AfterTheLedgerHasCountedMoreThanAnyLimit_IsCounted()
    {
        var team = Start().Team;
        team.State.Adopt(Money.Max, Money.Zero, Money.Zero, team.State.Limit, BudgetThresholds.Default, Money.Zero, wantsMore: false);

        team.Invoking(it => it.AddCost(decimal.MaxValue)).Should().NotThrow();

        team.GetStatus().OwnSpent.Should().Be(decimal.MaxValue);
    }

    [Fact]
    public void Marks_ReachedByWhatIsNotReportedYet_AreToldWhenTheLedgerHasCountedThem()
    {
        var process = Start();
        var crossed = new ConcurrentQueue<BudgetStatus>();
        process.Team.ThresholdCrossed += (_, crossing) => crossed.Enqueue(crossing.Status);
        process.Team.AddCost(80m);

        process.Exchange(meanwhile: () => process.Team.AddCost(15m));
        Waiting.Until(() => crossed.Count == 1);
        process.Exchange();
        Waiting.Until(() => crossed.Count == 2);

        crossed.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90);
    }

    [Fact]
    public async Task TryRenew_OfMoreThanIsHeldHere_IsAdmittedOnceTheLedgerHasGrantedIt()
    {
        var process = Start();
        var asked = process.Team.Ask(5m);
        process.Exchange();
        var reservation = await asked;
        reservation.TryRenew(5m, 60m).Should().BeFalse("the rest is not held here");

        process.Exchange();

        reservation.TryRenew(5m, 60m).Should().BeTrue();
        (process.Team.Spent, process.Team.Reserved).Should().Be((5m, 60m));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Meter_ThatGoesOnOrEnds_WantsNothingMore(bool goesOn)
    {
        var process = Start();
        process.Team.AddCost(10m);
        process.Exchange();
        var hold = MeteredHold.TryStart(process.Team, Money.Zero, Money.From(1m), PeriodCalendar.Never, out _)!;
        Renew().Should().BeFalse();
        process.Exchange().Needs.Should().ContainSingle();
        process.Exchange().Needs.Should().ContainSingle("it has not come back yet");

        if (goesOn)
            Renew().Should().BeTrue();
        else
            hold.End(Money.Zero);

        process.Exchange().Needs.Should().BeEmpty();

        bool Renew() => hold.TryRenew(Money.Zero, Money.From(40m), PeriodCalendar.Never, inBackground: false, out _, order: 1);
    }

    [Fact]
    public void Forecast_PastTheEndOfTheTerm_CountsTheRestToTheNext()
    {
        var process = new DrivenProcess(_store, _clock, new BudgetOptions { Name = "daily", Limit = 100m, Period = BudgetPeriod.Daily });
        var forecaster = new BudgetForecaster(process.Team);
        _clock.Advance(TimeSpan.FromHours(6));
        process.Team.AddCost(30m);

        var forecast = forecaster.Report(0.25);

        // 120 in all is more than the limit, but half of the rest falls into the next term.
        (forecast.ProjectedTotal, forecast.Status).Should().Be((120m, ForecastStatus.WithinBudget));
    }

    /// <summary>A process that has spent, so that the ledger lets it have more at hand. Its thread was not woken since.</summary>
    private DrivenProcess StartWithMoneyAtHand()
    {
        var process = Start();
        process.Team.AddCost(8m);
        _clock.Advance(new BudgetLedgerOptions().Interval);
        process.Exchange();
        process.Exchange();
        process.Wakes = 0;
        return process;
    }

    private DrivenProcess Start(decimal limit = 100m) => new(_store, _clock, new BudgetOptions { Name = "team", Limit = limit, MaxWaiters = 10 });
}
