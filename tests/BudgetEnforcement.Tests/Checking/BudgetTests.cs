namespace BudgetEnforcement.Tests;

/// <summary>The check without a budget.</summary>
public class BudgetTests
{
    [Fact]
    public void Check_BelowTheLimit_IsAvailable()
    {
        var (isAvailable, status) = Budget.Check(50m, 100m, 10m);

        isAvailable.Should().BeTrue();
        status.Should().Be(BudgetStatus.Ok);
    }

    [Fact]
    public void Check_NothingRequired_AnswersForWhatIsSpent()
    {
        var check = Budget.Check(75m, 100m);

        check.IsAvailable.Should().BeTrue();
        check.Status.Should().Be(BudgetStatus.Warning75);
        check.RequiredAmount.Should().Be(0m);
        check.Message.Should().Be("Budget OK (remaining: $25.00)");
    }

    [Fact]
    public void Check_Available_SaysWhatRemainsAfterTheAmount()
    {
        Budget.Check(50m, 100m, 25m).Message.Should().Be("Budget OK (remaining: $25.00)");
    }

    [Fact]
    public void Check_NothingRequiredAndExceeded_IsRefused()
    {
        Budget.Check(100.01m, 100m).IsAvailable.Should().BeFalse();
        Budget.Check(100m, 100m).IsAvailable.Should().BeTrue();
    }
}
