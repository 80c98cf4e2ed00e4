using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>Which windows a reconciler compares, how long, and which budget gets the differences that it finds in them.</summary>
public sealed class ReconciledWindowsTests : ReconcilerTest
{
    [Fact]
    public async Task Reconcile_OverDays_AsksForDaysInUtcWithoutOverlap()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        for (var hour = 0; hour < 72; hour += 6)
        {
            Call(reconciler, team, "a", 1m, 2m);
            await SettleAsync(reconciler);
            Clock.Advance(TimeSpan.FromHours(6) - TimeSpan.FromMinutes(11));
        }

        team.Spent.Should().Be(24m);
        Biller.Asked.Select(window => window.From).Distinct().Should().Equal(
            ManualClock.Noon, ManualClock.Midnight, ManualClock.Midnight.AddDays(1), ManualClock.Midnight.AddDays(2));
        Biller.Asked.Should().OnlyContain(window => window.From.AddDays(1).Date >= window.To.AddTicks(-1).Date.AddDays(1) || window.To.Date == window.From.Date.AddDays(1));
    }

    [Fact]
    public async Task Reconcile_AWindowThatIsFinal_IsNotComparedAgain()
    {
        var (reconciler, team) = (Reconciler(new CostReconcilerOptions { RestateFor = TimeSpan.FromHours(6) }), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromHours(18));
        Call(reconciler, team, "a", 1m, 1m);
        await SettleAsync(reconciler);

        Biller.Bill("a", 5m, ManualClock.Noon);
        await SettleAsync(reconciler);
        Call(reconciler, team, "a", 1m, 1m);
        await SettleAsync(reconciler);

        team.Spent.Should().Be(4m);
        Biller.Asked[^1].From.Should().Be(ManualClock.Midnight);
    }

    [Fact]
    public async Task Reconcile_AfterALongPause_ComparesEveryWindowInBetween()
    {
        var (reconciler, team) = (Reconciler(new CostReconcilerOptions { RestateFor = TimeSpan.Zero }), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromDays(2));
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromDays(8));

        await SettleAsync(reconciler);

        team.Spent.Should().Be(4m);
        Biller.Asked.Should().HaveCount(11);
    }

    [Fact]
    public async Task Reconcile_ALabelThatWasBilledBeforeItsFirstCost_CountsWhatWasBilled()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Biller.Bill("a", 3m, Clock.GetUtcNow());
        Clock.Advance(TimeSpan.FromHours(1));
        await reconciler.ReconcileAsync(Stop);
        Call(reconciler, team, "a", 1m, 1m);

        (await SettleAsync(reconciler)).Adjustment.Should().Be(3m);

        team.Spent.Should().Be(4m);
    }

    [Fact]
    public async Task Record_BeforeTheFirstWindow_IsLeftOut()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        reconciler.Record(team, "a", 5m, ManualClock.Noon.AddMinutes(-1));
        reconciler.Record(team, "a", 1m, ManualClock.Noon);

        (await SettleAsync(reconciler)).Recorded.Should().Be(1m);
    }

    [Fact]
    public async Task Record_LateForAWindowThatIsCompared_TakesTheAdjustmentBack()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 3m);
        await SettleAsync(reconciler);
        team.Spent.Should().Be(3m);

        team.AddCost(2m);
        reconciler.Record(team, "a", 2m, ManualClock.Noon);
        await SettleAsync(reconciler);

        team.Spent.Should().Be(3m);
    }

    [Fact]
    public async Task Reconcile_AfterTheEndOfAPeriod_AdjustsTheNearestBudgetThatIsStillInTheTerm()
    {
        var (reconciler, team) = (Reconciler(new CostReconcilerOptions { SettleAfter = TimeSpan.FromHours(1) }), Budget());
        var job = team.CreateChild(new BudgetOptions { Name = "job", Limit = 10m, Period = BudgetPeriod.Daily, TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") });
        Clock.Advance(TimeSpan.FromHours(10.5)); // 22:30, half an hour before the day ends in Berlin
        Call(reconciler, job, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromHours(1));
        Call(reconciler, job, "a", 1m, 4m);
        Clock.Advance(TimeSpan.FromHours(1.5));

        var report = await reconciler.ReconcileAsync(Stop);

        report.Costs.Select(cost => (cost.From, cost.To, cost.Adjustment)).Should().Equal(
            (ManualClock.Noon, ManualClock.Midnight.AddHours(-1), 1m), (ManualClock.Midnight.AddHours(-1), ManualClock.Midnight, 3m));
        (job.Spent, team.Spent).Should().Be((4m, 6m), "the first belongs to a day that is over, so the team has it");
    }

    [Fact]
    public async Task Reconcile_AfterTheTermOfAllBudgets_OnlyReports()
    {
        var reconciler = Reconciler();
        var daily = Budget(new BudgetOptions { Name = "daily", Limit = 10m, Period = BudgetPeriod.Daily });
        Call(reconciler, daily, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromHours(13));

        var cost = await SettleAsync(reconciler);

        (cost.Outcome, cost.Adjustment, daily.Spent).Should().Be((ReconciliationOutcome.TermEnded, 0m, 0m));
        Events.Should().Contain(("CostNotAdjusted", LogLevel.Warning));
    }

    [Fact]
    public async Task Reconcile_AfterAReset_AdjustsOnlyWhatIsLater()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromMinutes(5));
        team.Reset();
        Clock.Advance(TimeSpan.FromSeconds(30));
        Call(reconciler, team, "a", 1m, 2m);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Call(reconciler, team, "a", 1m, 2m);

        await SettleAsync(reconciler);

        team.Spent.Should().Be(3m, "the minute of the reset has costs of both terms and is left as it is");
    }

    [Fact]
    public async Task Reconcile_AWindowAdjustedBeforeAReset_KeepsItsAdjustmentThere()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        await SettleAsync(reconciler);
        team.Reset().Spent.Should().Be(2m);
        Clock.Advance(TimeSpan.FromMinutes(2));

        await SettleAsync(reconciler);
        Call(reconciler, team, "a", 1m, 1m);
        await SettleAsync(reconciler);

        team.Spent.Should().Be(1m);
    }

    [Fact]
    public async Task Reconcile_AClockThatJumps_HealsItself()
    {
        var (reconciler, team) = (Reconciler(new CostReconcilerOptions { AdjustDown = true }), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        await SettleAsync(reconciler);
        Clock.SetCalendar(ManualClock.Noon.AddMinutes(100));
        Call(reconciler, team, "a", 3m, 0m); // Billed a little later than it is recorded.
        await SettleAsync(reconciler);
        team.Spent.Should().Be(2m);
        Biller.Bill("a", 3m, ManualClock.Noon.AddMinutes(100));
        Clock.SetCalendar(ManualClock.Noon.AddMinutes(20));

        await SettleAsync(reconciler);
        Clock.SetCalendar(ManualClock.Noon.AddMinutes(200));
        await SettleAsync(reconciler);

        team.Spent.Should().Be(5m);
    }

    [Fact]
    public async Task Reconcile_ADailyBudgetThatIsFirstSeenToday_GetsNothingOfYesterday()
    {
        Clock.SetCalendar(ManualClock.Midnight.AddHours(1));
        var daily = Budget(new BudgetOptions { Name = "daily", Limit = 10m, Period = BudgetPeriod.Daily });
        var reconciler = Reconciler(new CostReconcilerOptions { From = ManualClock.Noon });
        reconciler.Record(daily, "a", 1m, ManualClock.Noon);
        Biller.Bill("a", 6m, ManualClock.Noon);

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.TermEnded);

        daily.Spent.Should().Be(0m);
    }

    [Fact]
    public async Task Reconcile_WhereSeveralPeriodsPassed_ChargesTodayForTodayOnly()
    {
        var reconciler = Reconciler();
        var daily = Budget(new BudgetOptions { Name = "daily", Limit = 10m, Period = BudgetPeriod.Daily });
        Call(reconciler, daily, "a", 1m, 1m);
        Biller.Bill("a", 7m, ManualClock.Noon.AddDays(1));
        Biller.Bill("a", 2m, ManualClock.Midnight.AddDays(3));
        Clock.Advance(TimeSpan.FromDays(4));

        await SettleAsync(reconciler);

        daily.Spent.Should().Be(2m);
    }

    [Fact]
    public async Task Reconcile_WhereTheTermEndsWhileTheSourceAnswers_AddsNothingToTheNewOne()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 6m);
        Biller.BeforeAnswer = _ =>
        {
            team.Reset();
            return Task.CompletedTask;
        };

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.TermEnded);

        team.Spent.Should().Be(0m);
    }

    [Fact]
    public async Task Reconcile_UnderSeveralParentsAfterTheTerm_AdjustsBothAndWhatIsAboveThemOnce()
    {
        var (reconciler, organisation) = (Reconciler(), Budget("organisation"));
        var (user, model) = (organisation.Child(50m, "user"), organisation.Child(50m, "model"));
        var job = user.CreateChild(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily }, model);
        Call(reconciler, job, "a", 1m, 6m);
        Clock.SetCalendar(ManualClock.Midnight.AddMinutes(1));

        await SettleAsync(reconciler);
        (user.Spent, model.Spent, organisation.Spent, job.Spent).Should().Be((6m, 6m, 6m, 0m));
        Biller.Bill("a", -3m, ManualClock.Noon);
        await SettleAsync(reconciler);

        (user.Spent, model.Spent, organisation.Spent).Should().Be((3m, 3m, 3m));
    }

    [Fact]
    public async Task Reconcile_ALabelThatTurnsOutToHaveSeveralBudgets_MovesItsAdjustmentAbove()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        var (one, two) = (team.Child(10m), team.Child(10m));
        Call(reconciler, one, "a", 1m, 6m);
        await SettleAsync(reconciler);
        one.Spent.Should().Be(6m);

        Call(reconciler, two, "a", 2m, 0m);
        (await SettleAsync(reconciler)).Budget.Should().Be(team);

        (one.Spent, two.Spent, team.Spent).Should().Be((1m, 2m, 6m));
    }

    [Fact]
    public async Task Reconcile_ALabelThatTurnsOutToHaveBudgetsOfTwoTrees_TakesItsAdjustmentBack()
    {
        var (reconciler, one, two) = (Reconciler(), Budget("one"), Budget("two"));
        Call(reconciler, one, "a", 1m, 6m);
        await SettleAsync(reconciler);
        Call(reconciler, two, "a", 5m, 0m);

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Equal);

        (one.Spent, two.Spent).Should().Be((1m, 5m));
    }

    [Fact]
    public async Task Reconcile_AClockThatJumpsTenDaysAheadForAMoment_ForgetsNothing()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        Call(reconciler, team, "a", 1m, 2m);
        Clock.SetCalendar(ManualClock.Noon.AddDays(10));
        await reconciler.ReconcileAsync(Stop);
        Clock.SetCalendar(ManualClock.Noon.AddMinutes(30));

        for (var hour = 0; hour < 72; hour++)
        {
            Call(reconciler, team, "a", 1m, 2m);
            Clock.Advance(TimeSpan.FromHours(1));
            await reconciler.ReconcileAsync(Stop);
        }

        team.Spent.Should().Be(146m);
    }

    [Fact]
    public async Task Record_WithAClockThatFails_KeepsTheCost()
    {
        var (reconciler, team) = (Reconciler(), Budget());
        team.AddCost(5m);
        Biller.Bill("a", 5m, ManualClock.Noon);
        Clock.IsBroken = true;
        reconciler.Record(team, "a", 5m, ManualClock.Noon);
        Clock.IsBroken = false;

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Equal);

        team.Spent.Should().Be(5m);
    }

    [Fact]
    public async Task Record_OfARefund_IsNotTakenBackAgain()
    {
        var (reconciler, team) = (Reconciler(new CostReconcilerOptions { AdjustDown = true }), Budget());
        Call(reconciler, team, "a", 10m, 10m);
        Call(reconciler, team, "a", 5m, 0m);
        team.Refund(5m);
        reconciler.Record(team, "a", -5m, Clock.GetUtcNow());

        (await SettleAsync(reconciler)).Outcome.Should().Be(ReconciliationOutcome.Equal);

        team.Spent.Should().Be(10m);
    }

    [Fact]
    public void Make_WithAStartOfLongAgo_IsRefused() =>
        FluentActions.Invoking(() => Reconciler(new CostReconcilerOptions { From = ManualClock.Noon.AddDays(-367) })).Should().Throw<ArgumentOutOfRangeException>();
}
