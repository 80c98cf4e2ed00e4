using System.Collections.Concurrent;
using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>The event that a period ended, with the budget as it was.</summary>
public sealed class PeriodEndedTests
{
    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<(string Name, BudgetReport Report)> _told = new();

    [Fact]
    public void PeriodEnded_AtTheFirstUse_TellsTheLastNumbersOfThePeriod()
    {
        var budget = New("day", BudgetPeriod.Daily);
        budget.AddCost(95m);
        using var held = budget.Reserve(5m);
        var last = budget.GetStatus();
        _clock.GoTo(ManualClock.Midnight);
        _told.Should().BeEmpty("nobody has used the budget since");

        budget.AddCost(1m);

        _told.Should().Equal(("day", last));
        budget.Spent.Should().Be(1m);
    }

    [Fact]
    public void PeriodEnded_OfAPeriodInWhichNothingWasSpent_IsToldToo()
    {
        var budget = New("day", BudgetPeriod.Daily);
        _clock.GoTo(ManualClock.Midnight);

        _ = budget.Spent;

        _told.Single().Report.Spent.Should().Be(0m);
    }

    [Fact]
    public void PeriodEnded_OnlyAWaiterNeedsTheNewPeriod_IsTold()
    {
        var budget = New("day", BudgetPeriod.Daily);
        budget.AddCost(100m);
        var asked = budget.Ask(60m);

        _clock.GoTo(ManualClock.Midnight);

        asked.ShouldBeGranted();
        Waiting.Until(() => !_told.IsEmpty); // A timer tells nothing itself.
        _told.Single().Report.Should().Match<BudgetReport>(report => report.Spent == 100m && report.Reserved == 0m && report.PeriodEnd == ManualClock.Midnight);
    }

    [Fact]
    public void PeriodEnded_OfSeveralBudgetsOfAPathAtOnce_AreTheReportsOfOneInstant()
    {
        var month = New("month", BudgetPeriod.Monthly);
        var day = Listen(month.CreateChild(new BudgetOptions { Name = "day", Limit = 1000m, Period = BudgetPeriod.Daily, MaxWaiters = 5 }));
        _clock.GoTo(ManualClock.November.AddHours(-1));
        day.AddCost(101m);
        _told.Clear();
        var last = day.GetPath();
        _clock.GoTo(ManualClock.November);

        day.AddCost(1m);

        _told.Select(told => told.Report).Should().Equal(last);
    }

    [Fact]
    public void PeriodEnded_OfSeveralBudgetsThatWaitersNeed_AreTheReportsOfOneInstant()
    {
        var month = New("month", BudgetPeriod.Monthly);
        var day = Listen(month.CreateChild(new BudgetOptions { Name = "day", Limit = 1000m, Period = BudgetPeriod.Daily, MaxWaiters = 5 }));
        _clock.GoTo(ManualClock.November.AddHours(-1));
        day.AddCost(101m);
        _ = month.Ask(50m);
        var asked = day.Ask(50m);
        _told.Clear();
        var last = day.GetPath();

        _clock.GoTo(ManualClock.November);

        asked.ShouldBeGranted();
        Waiting.Until(() => _told.Count == 2);
        _told.Select(told => told.Report).Should().BeEquivalentTo(last);
    }

    [Fact]
    public void PeriodEnded_HandlerThrows_TheOthersRunAndTheOperationGoesOn()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "day", Limit = 100m, Period = BudgetPeriod.Daily }, timeProvider: _clock);
        budget.PeriodEnded += (_, _) => throw new InvalidOperationException("handler");
        Listen(budget);
        _clock.GoTo(ManualClock.Midnight);

        budget.AddCost(1m).Should().Be(BudgetStatus.Ok);

        _told.Should().HaveCount(1);
    }

    [Fact]
    public void PeriodEnded_BeforeCrossingsOfTheNewPeriod_IsToldFirst()
    {
        var budget = New("day", BudgetPeriod.Daily);
        var order = new List<string>();
        budget.PeriodEnded += (_, _) => order.Add("ended");
        budget.ThresholdCrossed += (_, crossing) => order.Add(crossing.Status.ToString());
        _clock.GoTo(ManualClock.Midnight);

        budget.AddCost(80m);

        order.Should().Equal("ended", "Warning75");
    }

    private BudgetEnforcer New(string name, BudgetPeriod period) =>
        Listen(new BudgetEnforcer(new BudgetOptions { Name = name, Limit = 100m, Period = period, MaxWaiters = 5 }, timeProvider: _clock));

    private BudgetEnforcer Listen(BudgetEnforcer budget)
    {
        budget.PeriodEnded += (sender, ended) => _told.Enqueue((((BudgetEnforcer)sender!).Name, ended.Report));
        return budget;
    }
}
