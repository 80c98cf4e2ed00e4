namespace BudgetEnforcement.Tests;

/// <summary>Bad input throws a typed exception that names the argument and the value, and changes nothing.</summary>
public class BadInputTests
{
    public static TheoryData<string> Operations => [.. OnBudget.Keys];

    private static Dictionary<string, (string Parameter, Action<BudgetEnforcer, decimal> Do)> OnBudget { get; } = new()
    {
        ["AddCost"] = ("amount", (budget, amount) => budget.AddCost(amount)),
        ["TryAddCost"] = ("amount", (budget, amount) => budget.TryAddCost(amount)),
        ["TryReserve"] = ("amount", (budget, amount) => budget.TryReserve(amount, out _)),
        ["Reserve"] = ("amount", (budget, amount) => budget.Reserve(amount)),
        ["Refund"] = ("amount", (budget, amount) => budget.Refund(amount)),
        ["CheckBudgetAvailable"] = ("requiredAmount", (budget, amount) => budget.CheckBudgetAvailable(amount)),
        ["UpdateLimit"] = ("limit", (budget, amount) => budget.UpdateLimit(amount)),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void EveryOperation_NegativeAmount_ThrowsAndChangesNothing(string operation)
    {
        var (parameter, action) = OnBudget[operation];
        foreach (var amount in new[] { -1m, -Budgets.Unit, decimal.MinValue })
        {
            var root = Budgets.Spent(20m, 100m);
            var job = root.Child(90m);
            job.AddCost(70m);
            using var reservation = job.Reserve(5m);
            var crossings = Crossings.Of(root, job);
            var before = (root.Everything(), job.Everything());

            var exception = job.Invoking(it => action(it, amount)).Should().Throw<ArgumentOutOfRangeException>().Which;

            exception.ParamName.Should().Be(parameter);
            exception.ActualValue.Should().Be(amount);
            (root.Everything(), job.Everything()).Should().Be(before);
            crossings.Told.Should().BeEmpty();
        }
    }

    [Fact]
    public void Commit_NegativeCost_ThrowsAndTheReservationStaysOpen()
    {
        var budget = new BudgetEnforcer(100m);
        var reservation = budget.Reserve(40m);
        var before = budget.Everything();

        var exception = reservation.Invoking(it => it.Commit(-1.5m)).Should().Throw<ArgumentOutOfRangeException>().Which;

        exception.ParamName.Should().Be("actualCost");
        exception.ActualValue.Should().Be(-1.5m);
        budget.Everything().Should().Be(before);
        reservation.Commit(40m);
        budget.Spent.Should().Be(40m);
    }

    [Theory]
    [InlineData("-1", "1", "actualCost")]
    [InlineData("1", "-1", "nextAmount")]
    public void TryRenew_NegativeAmount_ThrowsAndTheReservationStaysOpen(string cost, string next, string parameter)
    {
        var budget = new BudgetEnforcer(100m);
        var reservation = budget.Reserve(40m);
        var before = budget.Everything();

        var exception = reservation.Invoking(it => it.TryRenew(Text.Decimal(cost), Text.Decimal(next)))
            .Should().Throw<ArgumentOutOfRangeException>().Which;

        exception.ParamName.Should().Be(parameter);
        exception.ActualValue.Should().Be(-1m);
        budget.Everything().Should().Be(before);
    }

    [Fact]
    public void ReserveAsync_NegativeAmount_ThrowsAtTheCall()
    {
        var budget = new BudgetEnforcer(100m);
        var before = budget.Everything();

        var reserve = () => { _ = budget.ReserveAsync(-1m, CancellationToken.None).AsTask(); };

        reserve.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("amount").Which.ActualValue.Should().Be(-1m);
        budget.Everything().Should().Be(before);
    }

    [Fact]
    public void Refund_OneUnitMoreThanSpent_ThrowsAndChangesNothing()
    {
        var root = new BudgetEnforcer(100m);
        var job = root.Child(100m);
        job.AddCost(5m);
        root.AddCost(5m);
        var before = (root.Everything(), job.Everything());
        const decimal tooMuch = 5m + Budgets.Unit;

        var exception = job.Invoking(it => it.Refund(tooMuch)).Should().Throw<ArgumentOutOfRangeException>().Which;

        exception.ParamName.Should().Be("amount");
        exception.ActualValue.Should().Be(tooMuch);
        (root.Everything(), job.Everything()).Should().Be(before);
    }

    [Fact]
    public void Constructor_NegativeLimit_Throws()
    {
        var make = () => new BudgetEnforcer(-0.01m);

        var exception = make.Should().Throw<ArgumentOutOfRangeException>().Which;
        exception.ParamName.Should().Be("limit");
        exception.ActualValue.Should().Be(-0.01m);
    }

    [Theory]
    [InlineData("-1", "1", "1", "currentCost")]
    [InlineData("1", "-1", "1", "limit")]
    [InlineData("1", "1", "-1", "requiredAmount")]
    public void Check_NegativeArgument_Throws(string current, string limit, string required, string parameter)
    {
        var check = () => Budget.Check(Text.Decimal(current), Text.Decimal(limit), Text.Decimal(required));

        var exception = check.Should().Throw<ArgumentOutOfRangeException>().Which;
        exception.ParamName.Should().Be(parameter);
        exception.ActualValue.Should().Be(-1m);
    }

    [Fact]
    public void Constructor_NoOptions_Throws()
    {
        var root = () => new BudgetEnforcer((BudgetOptions)null!);
        var child = () => new BudgetEnforcer(1m).CreateChild(null!);

        root.Should().Throw<ArgumentNullException>().WithParameterName("options");
        child.Should().Throw<ArgumentNullException>().WithParameterName("options");
    }

    [Fact]
    public void CreateChild_InvalidOptions_ThrowsAndTheParentKnowsNothing()
    {
        var root = Budgets.Spent(5m, 100m);
        var before = root.Everything();

        root.Invoking(it => it.CreateChild(new BudgetOptions { Limit = -1m })).Should().Throw<ArgumentException>().WithParameterName("options");

        root.Everything().Should().Be(before);
    }
}
