using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests;

/// <summary>Top-ups, and the contrary: relative, so none is lost.</summary>
public class AdjustLimitTests
{
    [Fact]
    public void AdjustLimit_Up_ReturnsTheNewLimit()
    {
        var budget = new BudgetEnforcer(100m);

        budget.AdjustLimit(25.5m).Should().Be(125.5m);

        budget.Limit.Should().Be(125.5m);
    }

    [Fact]
    public void AdjustLimit_DownToZero_IsPossible()
    {
        var budget = new BudgetEnforcer(100m);

        budget.AdjustLimit(-100m).Should().Be(0m);
    }

    [Fact]
    public void AdjustLimit_BelowZero_ThrowsAndChangesNothing()
    {
        var budget = Budgets.Spent(10m, 100m);
        var before = budget.Everything();

        budget.Invoking(it => it.AdjustLimit(-100.01m)).Should().Throw<ArgumentOutOfRangeException>()
            .Which.Should().Match<ArgumentOutOfRangeException>(thrown => thrown.ParamName == "by" && thrown.ActualValue!.Equals(-100.01m));

        budget.Everything().Should().Be(before);
    }

    [Theory]
    [InlineData("79228162514264337593543950335", "1")]
    [InlineData("79228162514264337593543950335", "0.1")]
    [InlineData("7922816251426433759354395033.5", "0.01")]
    public void AdjustLimit_BeyondTheDigitsOfDecimal_ThrowsAndChangesNothing(string limit, string change)
    {
        var budget = new BudgetEnforcer(Text.Decimal(limit));

        budget.Invoking(it => it.AdjustLimit(Text.Decimal(change))).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("by");

        budget.Limit.Should().Be(Text.Decimal(limit));
    }

    [Fact]
    public void AdjustLimit_FromFourThreads_LosesNone()
    {
        var budget = new BudgetEnforcer(0m);

        Waiting.Together(4, _ =>
        {
            for (var i = 0; i < 20_000; i++)
                budget.AdjustLimit(1m);
        });

        budget.Limit.Should().Be(80_000m);
    }

    [Fact]
    public void AdjustLimit_UpWhileExceeded_EndsTheExcessAndServesWhoWaits()
    {
        var budget = Asking.NewBudget(100m);
        budget.AddCost(101m);
        var asked = budget.Ask(9m);

        budget.AdjustLimit(10m).Should().Be(110m);

        asked.ShouldBeGranted();
        budget.IsBudgetExceeded.Should().BeFalse();
    }

    [Fact]
    public void AdjustLimit_DownPastThresholds_AnnouncesThem()
    {
        var budget = new BudgetEnforcer(1000m);
        var crossings = Crossings.Of(budget);
        budget.AddCost(95m);

        budget.AdjustLimit(-900m);

        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90);
    }
}
