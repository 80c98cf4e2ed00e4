using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests;

/// <summary>Top-ups and cuts of a limit: they are relative, so none is lost.</summary>
public class AdjustLimitTests
{
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

        budget.Invoking(it => it.AdjustLimit(Text.Decimal(change))).Should().Throw<ArgumentOutOfRangeException>()
            .WithParameterName("by").WithMessage("by must not take the limit below 0 or beyond the digits of decimal.*");

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
}
