namespace BudgetEnforcement.Tests;

/// <summary>What people read.</summary>
public class MessageTests
{
    [Theory]
    [InlineData("80", "0", "30", "Budget would be exceeded: $110.00 > $100.00 (current: $80.00, required: $30.00)")]
    [InlineData("50", "40", "20", "Budget would be exceeded: $110.00 > $100.00 (current: $50.00, reserved: $40.00, required: $20.00)")]
    [InlineData("75", "0", "0", "Budget OK (remaining: $25.00)")]
    [InlineData("50", "0", "25", "Budget OK (remaining: $25.00)")]
    [InlineData("50", "0", "50", "Budget OK (remaining: $0.00)")]
    [InlineData("50", "40", "5", "Budget OK (remaining: $45.00, reserved: $40.00)")]
    [InlineData("100", "0", "0.0000000000000000000000000004",
        "Budget would be exceeded: $100.00000000000000000000000001 > $100.00 (current: $100.00, required: $0.0000000000000000000000000004)")]
    public void Message_OfACheck_HasTheNumbersRoundedAgainstTheSpender(string spent, string reserved, string required, string expected)
    {
        var budget = Budgets.Spent(Text.Decimal(spent), 100m);
        using var reservation = budget.Reserve(Text.Decimal(reserved));

        budget.CheckBudgetAvailable(Text.Decimal(required)).Message.Should().Be(expected);
    }

    [Fact]
    public void Message_OtherCurrency_ShowsItsCode()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, InitialSpent = 80m, Currency = "EUR" });

        budget.CheckBudgetAvailable(30m).Message.Should().Be(
            "Budget would be exceeded: EUR 110.00 > EUR 100.00 (current: EUR 80.00, required: EUR 30.00)");
        budget.CheckBudgetAvailable(15m).Message.Should().Be("Budget OK (remaining: EUR 5.00)");
    }

    [Theory]
    [InlineData("0.003", "$0.003")]
    [InlineData("0.0035000", "$0.0035")]
    [InlineData("0.5", "$0.50")]
    [InlineData("12", "$12.00")]
    [InlineData("0.0000000000000000000000000001", "$0.0000000000000000000000000001")]
    [InlineData("7.9228162514264337593543950335", "$7.9228162514264337593543950335")]
    [InlineData("79228162514264337593543950335", "$79228162514264337593543950335.00")]
    public void Message_AnyAmount_HasTwoDecimalsOrAsManyAsItNeeds(string required, string expected)
    {
        new BudgetEnforcer(0m).CheckBudgetAvailable(Text.Decimal(required)).Message.Should().Be(
            $"Budget would be exceeded: {expected} > $0.00 (current: $0.00, required: {expected})");
    }

    [Fact]
    public void Message_RefusedForThoseWhoWait_SaysSo()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "job", Limit = 100m, MaxWaiters = 1 });
        using var reservation = budget.Reserve(50m);
        _ = budget.ReserveAsync(60m, CancellationToken.None).AsTask();

        budget.CheckBudgetAvailable(10m).Message.Should().Be(
            "Budget 'job' has others waiting for it: $60.00 of $100.00 (current: $0.00, reserved: $50.00, required: $10.00)");
    }

    [Theory]
    [InlineData(BudgetRefusalReason.Closed, BudgetStatus.Ok, "Budget 'job' is closed: $60.00 of $100.00 (current: $50.00, required: $10.00)")]
    [InlineData(BudgetRefusalReason.Closed, BudgetStatus.Exceeded, "Budget 'job' is closed: $60.00 of $100.00 (current: $50.00, required: $10.00)")]
    [InlineData(BudgetRefusalReason.WaitersAhead, BudgetStatus.Ok, "Budget 'job' has others waiting for it: $60.00 of $100.00 (current: $50.00, required: $10.00)")]
    [InlineData(BudgetRefusalReason.WaitedTooLong, BudgetStatus.Ok, "Budget 'job' has others waiting for it: $60.00 of $100.00 (current: $50.00, required: $10.00), and it waited too long for room")]
    [InlineData(BudgetRefusalReason.TooManyWaiters, BudgetStatus.Ok, "Budget 'job' has others waiting for it: $60.00 of $100.00 (current: $50.00, required: $10.00), and no more may wait")]
    [InlineData(BudgetRefusalReason.HeldElsewhere, BudgetStatus.Exceeded, "Budget 'job' is not available: $60.00 of $100.00 (current: $50.00, required: $10.00), the rest is held by other processes")]
    [InlineData(BudgetRefusalReason.LedgerUnavailable, BudgetStatus.Ok, "Budget 'job' cannot ask its ledger for more: $60.00 of $100.00 (current: $50.00, required: $10.00)")]
    [InlineData(BudgetRefusalReason.NoRoom, BudgetStatus.Ok, "Budget 'job' would be exceeded: $60.00 > $100.00 (current: $50.00, required: $10.00)")]
    [InlineData(BudgetRefusalReason.NeverFits, BudgetStatus.Ok, "Budget 'job' would be exceeded: $60.00 > $100.00 (current: $50.00, required: $10.00)")]
    [InlineData(BudgetRefusalReason.None, BudgetStatus.Ok, "Budget 'job' is not available: $60.00 of $100.00 (current: $50.00, required: $10.00)")]
    public void Message_OfAReason_SaysIt(BudgetRefusalReason reason, BudgetStatus status, string expected)
    {
        var check = new BudgetCheck
        {
            BudgetName = "job", Currency = "USD", Limit = 100m, Spent = 50m, RequiredAmount = 10m, Reason = reason, Status = status,
        };

        check.Message.Should().Be(expected);
    }

    [Theory]
    [InlineData(BudgetRefusalReason.NoRoom, "")]
    [InlineData(BudgetRefusalReason.NeverFits, "")]
    [InlineData(BudgetRefusalReason.TooManyWaiters, ", and no more may wait")]
    [InlineData(BudgetRefusalReason.WaitedTooLong, ", and it waited too long for room")]
    public void Message_OfTooLittleRoom_HasTheNumbersAndTheReason(BudgetRefusalReason reason, string ending)
    {
        var check = new BudgetCheck
        {
            Currency = "USD", Limit = 100m, Spent = 80m, RequiredAmount = 30m, Reason = reason, Status = BudgetStatus.Exceeded,
        };

        check.Message.Should().Be("Budget would be exceeded: $110.00 > $100.00 (current: $80.00, required: $30.00)" + ending);
    }

    [Fact]
    public void Report_ToString_IsOneLine()
    {
        var budget = Budgets.Named("job", 100m, initialSpent: 75m);
        using var reservation = budget.Reserve(10m);

        budget.GetStatus().ToString().Should().Be("job: Warning75, $75.00 of $100.00 spent (75%), reserved: $10.00, available: $15.00");
        budget.ToString().Should().Be(budget.GetStatus().ToString());
    }

    [Fact]
    public void Check_ToString_IsItsMessage()
    {
        var check = Budget.Check(80m, 100m, 30m);

        check.ToString().Should().Be(check.Message);
    }

    [Fact]
    public void Defaults_OfTheResults_CanBeRead()
    {
        default(BudgetCheck).Invoking(check => (check.Message, check.Available, check.BudgetName)).Should().NotThrow();
        default(BudgetReport).Invoking(report => (report.ToString(), report.UtilizationPercentage)).Should().NotThrow();
        (default(BudgetCheck).Currency, default(BudgetReport).Currency).Should().Be((string.Empty, string.Empty));
        default(BudgetCheck).IsAvailable.Should().BeFalse("it is no answer of any budget");
    }

    [Fact]
    public void Results_OfTheSameInstant_AreEqual()
    {
        var budget = Budgets.Spent(80m, 100m);

        budget.GetStatus().Should().Be(budget.GetStatus());
        budget.CheckBudgetAvailable(1m).Should().Be(budget.CheckBudgetAvailable(1m)).And.NotBe(budget.CheckBudgetAvailable(2m));
    }

    [Fact]
    public void Exception_WithoutACheck_KeepsItsMessageAndCause()
    {
        var cause = new InvalidOperationException("cause");

        new BudgetExceededException().Message.Should().NotBeEmpty();
        new BudgetExceededException("text").Message.Should().Be("text");
        new BudgetExceededException("text", cause).InnerException.Should().BeSameAs(cause);
    }
}
