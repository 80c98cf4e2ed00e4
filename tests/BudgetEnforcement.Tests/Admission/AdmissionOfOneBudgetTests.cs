namespace BudgetEnforcement.Tests.Admission;

/// <summary>What every door must answer of one budget alone, in which nothing is held and no call waits.</summary>
public abstract class AdmissionOfOneBudgetTests(Door door)
{
    private protected Door Door { get; } = door;

    [Theory]
    [InlineData("0", "100", "30", BudgetRefusalReason.None, BudgetStatus.Ok)]
    [InlineData("0", "100", "74.9999999999999999999999999", BudgetRefusalReason.None, BudgetStatus.Ok)]
    [InlineData("0", "100", "75", BudgetRefusalReason.None, BudgetStatus.Warning75)]
    [InlineData("0", "100", "89.9999999999999999999999999", BudgetRefusalReason.None, BudgetStatus.Warning75)]
    [InlineData("0", "100", "90", BudgetRefusalReason.None, BudgetStatus.Warning90)]
    [InlineData("0", "100", "100", BudgetRefusalReason.None, BudgetStatus.Warning90)]
    [InlineData("0", "100", "100.0000000000000000000000001", BudgetRefusalReason.NeverFits, BudgetStatus.Exceeded)]
    [InlineData("60", "100", "0", BudgetRefusalReason.None, BudgetStatus.Ok)]
    [InlineData("60", "100", "10", BudgetRefusalReason.None, BudgetStatus.Ok)]
    [InlineData("60", "100", "40", BudgetRefusalReason.None, BudgetStatus.Warning90)]
    [InlineData("60", "100", "40.01", BudgetRefusalReason.NoRoom, BudgetStatus.Exceeded)]
    [InlineData("60", "100", "100", BudgetRefusalReason.NoRoom, BudgetStatus.Exceeded)]
    [InlineData("60", "100", "101", BudgetRefusalReason.NeverFits, BudgetStatus.Exceeded)]
    [InlineData("100", "100", "0", BudgetRefusalReason.None, BudgetStatus.Warning90)]
    [InlineData("100.01", "100", "1", BudgetRefusalReason.NoRoom, BudgetStatus.Exceeded)]
    [InlineData("0", "0", "0.0000000000000000000000000001", BudgetRefusalReason.NeverFits, BudgetStatus.Exceeded)]
    [InlineData("0", "0", "0", BudgetRefusalReason.None, BudgetStatus.Ok)]
    [InlineData("10", "10", "0.0000000000000000000000000001", BudgetRefusalReason.NoRoom, BudgetStatus.Exceeded)]
    [InlineData("10", "10", "0.0000000000000000000000000004", BudgetRefusalReason.NoRoom, BudgetStatus.Exceeded)]
    [InlineData("9.999999999999999999999999999", "10", "0.000000000000000000000000001", BudgetRefusalReason.None, BudgetStatus.Warning90)]
    [InlineData("9.999999999999999999999999999", "10", "0.0000000000000000000000000011", BudgetRefusalReason.NoRoom, BudgetStatus.Exceeded)]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335", "0.0000000000000000000000000001", BudgetRefusalReason.NoRoom, BudgetStatus.Exceeded)]
    public void Ask_OfOneBudget_IsAnsweredByItsNumbers(string spent, string limit, string amount, BudgetRefusalReason reason, BudgetStatus status)
    {
        var budget = new BudgetEnforcer(
            new BudgetOptions { Limit = Text.Decimal(limit), InitialSpent = Text.Decimal(spent) }, timeProvider: new ManualClock(isFrozen: true));

        var check = AskAndCompare(budget, Text.Decimal(amount), reason);

        check?.Should().Match<BudgetCheck>(it => it.BudgetName == "default" && it.Status == status && it.Currency == "USD"
            && it.Available == Math.Max(0m, Text.Decimal(limit) - Text.Decimal(spent)) && it.RetryAt == null);
    }

    private protected void AskAndCompare(AdmissionCase it)
    {
        var budget = it.Make();
        var before = budget.GetPath();
        budget.Available.Should().Be(it.Available);

        if (AskAndCompare(budget, it.Amount, it.Reason) is not { } check)
            return;
        check.Available.Should().Be(it.Available);
        if (it.Decider is null)
            return;
        var decider = before.Should().ContainSingle(report => report.Name == it.Decider).Which;
        (check.BudgetName, check.Limit, check.Spent, check.Reserved).Should().Be((it.Decider, decider.Limit, decider.Spent, decider.Reserved));
    }

    /// <summary>Asks, then compares the answer, and the numbers of the whole path after it.</summary>
    private BudgetCheck? AskAndCompare(BudgetEnforcer budget, decimal amount, BudgetRefusalReason reason)
    {
        var isAdmitted = reason == BudgetRefusalReason.None;
        var before = budget.GetPath();

        var answer = Door.Ask(budget, amount);

        answer.IsAdmitted.Should().Be(isAdmitted);
        answer.Check?.Should().Match<BudgetCheck>(check => check.Reason == reason && check.IsAvailable == isAdmitted && check.RequiredAmount == amount);
        var effect = isAdmitted ? Door.Effect : Effect.None;
        var (spends, holds) = (effect == Effect.Spends ? amount : 0m, effect == Effect.Holds ? amount : 0m);
        budget.GetPath().Select(Books).Should().Equal(before.Select(
            report => (report.Spent + spends, report.Reserved + holds, report.OpenReservations + (effect == Effect.Holds ? 1 : 0), report.Overage, report.Limit)));
        return answer.Check;

        static (decimal, decimal, long, decimal, decimal) Books(BudgetReport report) =>
            (report.Spent, report.Reserved, report.OpenReservations, report.Overage, report.Limit);
    }
}
