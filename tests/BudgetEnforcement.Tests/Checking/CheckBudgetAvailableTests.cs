namespace BudgetEnforcement.Tests;

public class CheckBudgetAvailableTests
{
    [Theory]
    [InlineData(30, true, BudgetStatus.Ok)]
    [InlineData(75, true, BudgetStatus.Warning75)]
    [InlineData(90, true, BudgetStatus.Warning90)]
    [InlineData(100, true, BudgetStatus.Warning90)]
    [InlineData(101, false, BudgetStatus.Exceeded)]
    public void CheckBudgetAvailable_OfAFreshBudget_AnswersTheStatusAfterwards(int required, bool isAvailable, BudgetStatus status)
    {
        var budget = new BudgetEnforcer(100m);

        var check = budget.CheckBudgetAvailable(required);

        check.IsAvailable.Should().Be(isAvailable);
        check.Status.Should().Be(status);
    }

    [Fact]
    public void CheckBudgetAvailable_WhateverItAnswers_TakesNothing()
    {
        var budget = Budgets.Spent(80m, 100m);
        var before = budget.Everything();

        budget.CheckBudgetAvailable(10m);
        budget.CheckBudgetAvailable(1000m);

        budget.Everything().Should().Be(before);
    }

    [Fact]
    public void CheckBudgetAvailable_OpenReservations_Count()
    {
        var budget = Budgets.Spent(50m, 100m);
        using var reservation = budget.Reserve(30m);

        budget.CheckBudgetAvailable(20m).Should().Match<BudgetCheck>(check => check.IsAvailable && check.Available == 20m && check.Reserved == 30m);
        budget.CheckBudgetAvailable(20.01m).IsAvailable.Should().BeFalse();
    }

    [Fact]
    public void CheckBudgetAvailable_ParentHasLessRoom_ParentDecides()
    {
        var root = Budgets.Named("organisation", 100m);
        var team = root.Child(1000m, "team");
        var job = team.Child(500m, "job");
        root.AddCost(80m);

        var check = job.CheckBudgetAvailable(30m);

        check.IsAvailable.Should().BeFalse();
        check.BudgetName.Should().Be("organisation");
        check.Limit.Should().Be(100m);
        check.Spent.Should().Be(80m);
        check.Available.Should().Be(20m);
        check.Message.Should().Be("Budget 'organisation' would be exceeded: $110.00 > $100.00 (current: $80.00, required: $30.00)");
    }

    [Fact]
    public void CheckBudgetAvailable_MiddleHasLessRoom_MiddleDecides()
    {
        var root = Budgets.Named("organisation", 1000m);
        var team = root.Child(10m, "team");
        var job = team.Child(500m, "job");

        job.CheckBudgetAvailable(11m).BudgetName.Should().Be("team");
        job.CheckBudgetAvailable(10m).Should().Match<BudgetCheck>(check => check.IsAvailable && check.Available == 10m);
    }

    [Fact]
    public void CheckBudgetAvailable_EqualRoomEverywhere_TheNearestDecides()
    {
        var job = Budgets.Named("organisation", 10m).Child(10m, "team").Child(10m, "job");

        job.CheckBudgetAvailable(11m).BudgetName.Should().Be("job");
    }

    [Fact]
    public void CheckBudgetAvailable_TwoAreOverTheirLimit_TheOneFurtherOverDecides()
    {
        var root = Budgets.Named("organisation", 10m);
        var job = root.Child(15m, "job");
        job.AddCost(20m);

        var check = job.CheckBudgetAvailable(1m);

        check.IsAvailable.Should().BeFalse();
        check.Available.Should().Be(0m);
        check.BudgetName.Should().Be("organisation");
    }

    [Fact]
    public void CheckBudgetAvailable_SiblingHoldsReservations_ParentCountsThem()
    {
        var root = Budgets.Named("organisation", 100m);
        var one = root.Child(100m, "one");
        var two = root.Child(100m, "two");
        using var reservation = one.Reserve(70m);

        var check = two.CheckBudgetAvailable(40m);

        check.IsAvailable.Should().BeFalse();
        check.Reserved.Should().Be(70m);
        check.Message.Should().Be(
            "Budget 'organisation' would be exceeded: $110.00 > $100.00 (current: $0.00, reserved: $70.00, required: $40.00)");
    }

    [Fact]
    public void CheckBudgetAvailable_AtTheRoot_KnowsNothingOfTheChildrensLimits()
    {
        var root = new BudgetEnforcer(100m);
        root.Child(1m).AddCost(5m);

        root.CheckBudgetAvailable(95m).IsAvailable.Should().BeTrue();
    }

    [Fact]
    public void CheckBudgetAvailable_StatusOfThePath_IsTheWorst()
    {
        var root = new BudgetEnforcer(100m);
        var job = root.Child(80m);

        job.CheckBudgetAvailable(76m).Status.Should().Be(BudgetStatus.Warning90);
        job.CheckBudgetAvailable(80m).Status.Should().Be(BudgetStatus.Warning90);
        root.Child(1000m).CheckBudgetAvailable(80m).Status.Should().Be(BudgetStatus.Warning75);
    }

    [Fact]
    public void CheckBudgetAvailable_WhatItSaysIsAvailable_IsAdmittedAndOneUnitMoreIsNot()
    {
        var root = Budgets.Spent(1m / 3m, 7m);
        var job = root.Child(11m);
        var available = job.CheckBudgetAvailable(0m).Available;

        job.CheckBudgetAvailable(available).IsAvailable.Should().BeTrue();
        job.CheckBudgetAvailable(available + Budgets.Unit).IsAvailable.Should().BeFalse();
    }
}
