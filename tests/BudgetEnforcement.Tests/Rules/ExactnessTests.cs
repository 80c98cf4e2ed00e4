namespace BudgetEnforcement.Tests;

/// <summary>Every decimal is exact: what the public surface makes of it.</summary>
public class ExactnessTests
{
    [Fact]
    public void Spent_TwoPrices_HasTheFewestDecimalsAndAtLeastTwo()
    {
        var budget = new BudgetEnforcer(100m);
        budget.AddCost(25.50m);
        budget.AddCost(10.25m);

        budget.Spent.Should().Be(35.75m);
        Budgets.Decimals(budget.Spent).Should().Be(2);
    }

    [Theory]
    [InlineData("0.5000", 2)]
    [InlineData("7", 2)]
    [InlineData("0", 2)]
    [InlineData("0.0030", 3)]
    [InlineData("0.0000000000000000000000000001", 28)]
    [InlineData("79228162514264337593543950335", 0)]
    [InlineData("7922816251426433759354395033.5", 1)]
    public void Spent_OneCost_HasTheFewestDecimals(string cost, int decimals)
    {
        var budget = Budgets.Spent(Text.Decimal(cost), 1m);

        budget.Spent.Should().Be(Text.Decimal(cost));
        Budgets.Decimals(budget.Spent).Should().Be(decimals);
    }

    [Fact]
    public void Everything_ReadOfAPlainBudget_HasTwoDecimals()
    {
        var budget = Budgets.Spent(30m, 100.0m);
        using var reservation = budget.Reserve(20m);
        var report = budget.GetStatus();

        new[] { report.Limit, report.Spent, report.Reserved, report.Remaining, report.Available }
            .Should().OnlyContain(amount => Budgets.Decimals(amount) == 2);
    }

    [Fact]
    public void Commit_AboveWhatIsHeld_NearTheLargestSum_CountsWhatIsHeldOnce()
    {
        var budget = new BudgetEnforcer(decimal.MaxValue);
        var reservation = budget.Reserve(decimal.MaxValue - 1m);
        for (var i = 0; i < 11; i++)
            budget.AddCost(decimal.MaxValue / 2m);

        reservation.Commit(decimal.MaxValue); // The taken amounts, and the held amount once more, would be above the largest sum.

        budget.State.Spent.Should().BeGreaterThan(Enumerable.Repeat(Money.From(decimal.MaxValue), 6).Aggregate(static (sum, each) => sum + each));
    }

    [Fact]
    public void CommitAtTheAmount_SumPast192BitsAfterTheRelease_ThrowsAndNothingIsRecorded()
    {
        var budget = new BudgetEnforcer(decimal.MaxValue);
        var reservation = budget.Reserve(decimal.MaxValue);
        reservation.Release();
        for (var i = 0; i < 7; i++)
            budget.AddCost(decimal.MaxValue);
        var before = budget.Everything();

        reservation.Invoking(it => it.Commit()).Should().Throw<OverflowException>().WithMessage("*Nothing was recorded.");

        budget.Everything().Should().Be(before);
        budget.Reset();
        reservation.Commit();
        budget.Spent.Should().Be(decimal.MaxValue);
    }

    [Fact]
    public void Threshold_ThatDecimalCannotHold_BeginsAtTheSmallestAmountThatReachesIt()
    {
        const decimal limit = Budgets.Unit * 7;
        var budget = new BudgetEnforcer(limit);

        var statuses = Enumerable.Range(0, 8).Select(_ => budget.AddCost(Budgets.Unit)).ToList();

        // 75 % of 7 are 5.25 and 90 % are 6.3 units: reached by the 6th and by the 7th.
        statuses.Should().Equal(
            BudgetStatus.Ok, BudgetStatus.Ok, BudgetStatus.Ok, BudgetStatus.Ok, BudgetStatus.Ok,
            BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded);
    }
}
