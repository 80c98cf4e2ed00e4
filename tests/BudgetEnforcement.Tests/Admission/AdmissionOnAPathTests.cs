namespace BudgetEnforcement.Tests.Admission;

/// <summary>What every door of a budget must answer where others hold and spend on its path.</summary>
public abstract class AdmissionOnAPathTests(Door door) : AdmissionOfOneBudgetTests(door)
{
    public static TheoryData<string> PathCases => [.. AdmissionCase.OnAPath.Keys];

    [Theory]
    [MemberData(nameof(PathCases))]
    public void Ask_OnAPath_IsAnsweredByTheTable(string name) => AskAndCompare(AdmissionCase.OnAPath[name]);

    [Fact]
    public void Ask_OfAPeriodThatIsSpent_IsRefusedUntilItsEndAndFirstToBeginTheNext()
    {
        var clock = new ManualClock(isFrozen: true);
        var organisation = new BudgetEnforcer(new BudgetOptions { Limit = 1000m }, timeProvider: clock);
        var budget = organisation.CreateChild(new BudgetOptions { Name = "job", Limit = 100m, InitialSpent = 100m, Period = BudgetPeriod.Daily });

        var refused = Door.Ask(budget, 60m);
        clock.GoTo(ManualClock.Midnight.AddTicks(-1));
        var refusedAgain = Door.Ask(budget, 60m);
        clock.GoTo(ManualClock.Midnight);
        var admitted = Door.Ask(budget, 60m);

        (refused.IsAdmitted, refusedAgain.IsAdmitted, admitted.IsAdmitted).Should().Be((false, false, true));
        refused.Check?.Should().Match<BudgetCheck>(check => check.RetryAt == ManualClock.Midnight && check.BudgetName == "job");
        admitted.Check?.Should().Match<BudgetCheck>(check => check.Spent == 0m && check.RetryAt == null);
        budget.GetStatus().Resets.Should().Be(1);
    }
}
