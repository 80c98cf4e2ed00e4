using System.Collections.Concurrent;
using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>The event that a period ended, with the budget as it was.</summary>
public sealed class PeriodEndedTests
{
    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<(string Name, BudgetReport Report)> _told = new();

    [Theory]
    [InlineData(95, 5)]
    [InlineData(0, 0)]
    public void PeriodEnded_AtTheFirstUse_TellsTheLastNumbersOfThePeriod(int spent, int reserved)
    {
        var budget = Day();
        budget.AddCost(spent);
        using var held = budget.Reserve(reserved);
        var last = budget.GetStatus();
        _clock.GoTo(ManualClock.Midnight);
        _told.Should().BeEmpty("no call has used the budget since");

        budget.AddCost(1m);

        _told.Should().Equal(("day", last));
        budget.Spent.Should().Be(1m);
    }

    [Fact]
    public void PeriodEnded_AfterTheHandlerWasTakenAway_IsToldToItNoMore()
    {
        var budget = _clock.Budget();
        var told = 0;
        budget.PeriodEnded += Count;
        budget.PeriodEnded -= Count;
        _clock.GoTo(ManualClock.Midnight);

        budget.Spent.Should().Be(0m);

        told.Should().Be(0);

        void Count(object? sender, BudgetPeriodEndedEventArgs e) => told++;
    }

    [Fact]
    public void PeriodEnded_OfSeveralBudgetsOfAPathAtOnce_AreTheReportsOfOneInstant()
    {
        var (_, day) = ExceededBeforeNovember();
        var last = day.GetPath();
        _clock.GoTo(ManualClock.November);

        day.AddCost(1m);

        _told.Select(told => told.Report).Should().Equal(last);
    }

    [Theory]
    [InlineData(false)] // A timer begins the periods, and tells nothing itself.
    [InlineData(true)] // An operation begins them before the timer does.
    public void PeriodEnded_OfSeveralBudgetsThatWaitersNeed_AreTheReportsOfOneInstant(bool isUsed)
    {
        var (month, day) = ExceededBeforeNovember();
        _ = month.Ask(50m);
        var asked = day.Ask(50m);
        var last = day.GetPath();

        if (isUsed)
        {
            _clock.SetCalendar(ManualClock.November);
            day.GetStatus();
        }
        else
        {
            _clock.GoTo(ManualClock.November);
        }

        asked.ShouldBeGranted();
        Waiting.Until(() => _told.Count == 2);
        _told.Select(told => told.Report).Should().BeEquivalentTo(last);
    }

    [Fact]
    public void PeriodEnded_HandlerThrows_TheOthersRunAndTheOperationGoesOn()
    {
        var budget = _clock.Budget(name: "day");
        budget.PeriodEnded += (_, _) => throw new InvalidOperationException("handler");
        Listen(budget);
        _clock.GoTo(ManualClock.Midnight);

        budget.AddCost(1m).Should().Be(BudgetStatus.Ok);

        _told.Should().HaveCount(1);
    }

    [Fact]
    public void PeriodEnded_BeforeCrossingsOfTheNewPeriod_IsToldFirst()
    {
        var budget = Day();
        var order = new List<string>();
        budget.PeriodEnded += (_, _) => order.Add("ended");
        budget.ThresholdCrossed += (_, crossing) => order.Add(crossing.Status.ToString());
        _clock.GoTo(ManualClock.Midnight);

        budget.AddCost(80m);

        order.Should().Equal("ended", "Warning75");
    }

    private BudgetEnforcer Day() => Listen(_clock.Budget(name: "day"));

    /// <summary>A month of 100, of which a day below has spent 101 an hour before both end.</summary>
    private (BudgetEnforcer Month, BudgetEnforcer Day) ExceededBeforeNovember()
    {
        var month = Listen(_clock.Budget(BudgetPeriod.Monthly, name: "month"));
        var day = Listen(month.Child(BudgetPeriod.Daily, limit: 1000m, name: "day"));
        _clock.GoTo(ManualClock.November.AddHours(-1));
        day.AddCost(101m);
        _told.Clear();
        return (month, day);
    }

    private BudgetEnforcer Listen(BudgetEnforcer budget)
    {
        budget.PeriodEnded += (sender, ended) => _told.Enqueue((((BudgetEnforcer)sender!).Name, ended.Report));
        return budget;
    }
}
