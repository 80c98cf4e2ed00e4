namespace BudgetEnforcement.Tests.BadInput;

/// <summary>−0, which rounding a small negative number gives, is 0 and not negative: for every member, not only for most.</summary>
public class MinusZeroTests
{
    private const decimal MinusZero = -0.00m;

    public static TheoryData<string> Members => [.. Calls.Keys];

    private static Dictionary<string, Action<BudgetEnforcer>> Calls { get; } = new()
    {
        ["StartMeter"] = budget => budget.StartMeter(MinusZero).Dispose(),
        ["ChangeRate"] = budget =>
        {
            using var meter = budget.StartMeter(1m);
            meter.ChangeRate(MinusZero);
        },
        ["new BudgetForecaster"] = budget => _ = new BudgetForecaster(budget, 0, MinusZero),
        ["Report"] = budget => new BudgetForecaster(budget).Report(0.5, MinusZero),
        ["ProjectedCost"] = budget => Run(budget, new BudgetedRunOptions { ProjectedCost = MinusZero }),
        ["RatePerHour"] = budget => Run(budget, new BudgetedRunOptions { RatePerHour = MinusZero }),
        ["LandingReserve"] = budget => Run(budget, new BudgetedRunOptions { LandingReserve = MinusZero }),
        ["ExecuteAsync"] = budget => Waiting.Ends(budget.ExecuteAsync(MinusZero, _ => Task.FromResult(0m))),
        ["BudgetOperationException"] = budget => Assert.Equal(budget.Spent, new BudgetOperationException(MinusZero, null).ActualCost),
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void EveryMember_MinusZero_IsZero(string member)
    {
        decimal.IsNegative(MinusZero).Should().BeTrue();

        this.Invoking(_ => Calls[member](new BudgetEnforcer(100m))).Should().NotThrow();
    }

    private static void Run(BudgetEnforcer budget, BudgetedRunOptions options) =>
        Waiting.Ends(BudgetedRun.RunAsync(budget, (_, _) => Task.CompletedTask, options));
}
