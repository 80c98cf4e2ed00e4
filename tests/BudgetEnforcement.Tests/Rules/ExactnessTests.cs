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
    public void Spent_TenMillionMicroCents_IsTheirExactSum()
    {
        var budget = new BudgetEnforcer(1m);

        for (var i = 0; i < 1000; i++)
            budget.AddCost(0.0000000000000000000000000007m);
        budget.AddCost(10_000_000_000_000_000m);
        budget.Refund(10_000_000_000_000_000m);

        budget.Spent.Should().Be(0.0000000000000000000000007m);
    }

    [Fact]
    public void Totals_TooLongForDecimal_ReadAgainstTheSpender()
    {
        var budget = new BudgetEnforcer(100m);
        using var reservation = budget.Reserve(Budgets.Unit);
        using var another = budget.Reserve(50m);
        budget.AddCost(10m);
        budget.AddCost(Budgets.Unit);

        var report = budget.GetStatus();

        report.Spent.Should().Be(10.000000000000000000000000001m);
        report.Reserved.Should().Be(50.000000000000000000000000001m);
        report.Remaining.Should().Be(89.99999999999999999999999999m);
        report.Available.Should().Be(39.999999999999999999999999999m);
        budget.Spent.Should().Be(report.Spent);
        budget.Reserved.Should().Be(report.Reserved);
        budget.Available.Should().Be(report.Available);
    }

    [Fact]
    public void Totals_PastDecimal_Saturate()
    {
        var budget = new BudgetEnforcer(0m);
        budget.AddCost(decimal.MaxValue);
        budget.AddCost(decimal.MaxValue);

        budget.Spent.Should().Be(decimal.MaxValue);
        budget.GetRemainingBudget().Should().Be(decimal.MinValue);
        budget.Refund(decimal.MaxValue);
        budget.Refund(decimal.MaxValue - 1m);
        budget.Spent.Should().Be(1m);
    }

    [Fact]
    public void AddCost_SumPast192Bits_ThrowsBeforeAnythingChanges()
    {
        var root = new BudgetEnforcer(10m);
        var job = root.Child(10m);
        for (var i = 0; i < 7; i++)
            root.AddCost(decimal.MaxValue);
        var before = (root.Everything(), job.Everything());

        job.Invoking(it => it.AddCost(decimal.MaxValue)).Should().Throw<OverflowException>();

        (root.Everything(), job.Everything()).Should().Be(before);
        job.AddCost(1m);
        job.Spent.Should().Be(1m);
    }

    [Fact]
    public void Commit_SumPast192Bits_ThrowsAndTheReservationStaysOpen()
    {
        var root = new BudgetEnforcer(10m);
        var job = root.Child(10m);
        var reservation = job.Reserve(3m);
        for (var i = 0; i < 7; i++)
            root.AddCost(decimal.MaxValue);
        var before = (root.Everything(), job.Everything());

        reservation.Invoking(it => it.Commit(decimal.MaxValue)).Should().Throw<OverflowException>();

        (root.Everything(), job.Everything()).Should().Be(before);
        reservation.Commit(2m);
        job.Spent.Should().Be(2m);
        job.Reserved.Should().Be(0m);
    }

    [Fact]
    public void Commit_OfWhatIsHeldJustBelow192Bits_IsRecorded()
    {
        const decimal held = 30_000_000_000_000_000_000_000_000_000m;
        var budget = new BudgetEnforcer(decimal.MaxValue);
        var reservation = budget.Reserve(held);
        for (var i = 0; i < 7; i++)
            budget.AddCost(decimal.MaxValue);

        reservation.Commit(held); // Counted on top of what is held, twice, it would not fit.

        for (var i = 0; i < 7; i++)
            budget.Refund(decimal.MaxValue);
        (budget.Spent, budget.Reserved).Should().Be((held, 0m));
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
    public void Admission_SumPast192Bits_IsRefused()
    {
        var budget = new BudgetEnforcer(decimal.MaxValue);
        for (var i = 0; i < 7; i++)
            budget.AddCost(decimal.MaxValue);

        budget.TryAddCost(decimal.MaxValue).Should().BeFalse();
        budget.TryReserve(decimal.MaxValue, out _).Should().BeFalse();
        budget.CheckBudgetAvailable(decimal.MaxValue).IsAvailable.Should().BeFalse();
    }

    [Fact]
    public void TryAddCost_LargestLimit_AdmitsExactlyIt()
    {
        var budget = new BudgetEnforcer(decimal.MaxValue);

        budget.TryAddCost(decimal.MaxValue).Should().BeTrue();
        budget.TryAddCost(Budgets.Unit).Should().BeFalse();
        budget.GetStatus().Status.Should().Be(BudgetStatus.Warning90);
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
