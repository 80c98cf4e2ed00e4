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
    public void EveryConstructor_BadArguments_Throws()
    {
        Invoking(static () => new BudgetEnforcer(-1m)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("limit").Which.ActualValue.Should().Be(-1m);
        Invoking(static () => new BudgetEnforcer(null!)).Should().Throw<ArgumentNullException>().WithParameterName("options");
        new BudgetEnforcer(1m).Invoking(it => it.CreateChild(null!)).Should().Throw<ArgumentNullException>().WithParameterName("options");

        static Func<object> Invoking(Func<object> make) => make;
    }
}
