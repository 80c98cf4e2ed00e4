using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Admission;

/// <summary>What every door for newcomers must answer: a newcomer passes no waiter, and a closed budget admits no newcomer.</summary>
public abstract class AdmissionTests(Door door) : AdmissionOnAPathTests(door)
{
    public static TheoryData<string> NewcomerCases => [.. AdmissionCase.Newcomers.Keys];

    public static TheoryData<string> NothingCases => [.. AdmissionCase.Nothing.Keys];

    [Theory]
    [MemberData(nameof(NewcomerCases))]
    public void Ask_ByANewcomer_IsAnsweredByTheTable(string name) => AskAndCompare(AdmissionCase.Newcomers[name]);

    [Theory]
    [MemberData(nameof(NothingCases))]
    public void Ask_ForNothing_IsAdmittedInAnyState(string name) => AskAndCompare(AdmissionCase.Nothing[name]);

    [Fact]
    public void Ask_AtTheEndOfThePeriodOfOneThatWaitsElsewhere_DoesNotPassIt()
    {
        var clock = new ManualClock(isFrozen: true);
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: clock);
        var sibling = root.Child(100m);
        var asked = root.CreateChild(new BudgetOptions { Limit = 100m, InitialSpent = 100m, Period = BudgetPeriod.Daily, MaxWaiters = 1 }).Ask(60m);

        clock.GoTo(ManualClock.Midnight);

        Door.Ask(sibling, 60m).IsAdmitted.Should().BeFalse("the day of the one that waits has begun too, and it came first");
        asked.ShouldBeGranted();
    }
}
