using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Admission;

/// <summary>A way to ask a budget for money.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Ask">Asks for an amount.</param>
/// <param name="Effect">What an amount that was admitted leaves behind on the whole path.</param>
public sealed record Door(string Name, Func<BudgetEnforcer, decimal, Answer> Ask, Effect Effect)
{
    internal static readonly Door TryAddCost = new("TryAddCost", (budget, amount) => new Answer(budget.TryAddCost(amount)), Effect.Spends);

    internal static readonly Door TryAddCostChecked = new(
        "TryAddCost with the check",
        (budget, amount) => Agreed(budget.TryAddCost(amount, out var check), check),
        Effect.Spends);

    internal static readonly Door TryReserve = new(
        "TryReserve", (budget, amount) => new Answer(budget.TryReserve(amount, out var held) && held.Amount == amount), Effect.Holds);

    internal static readonly Door TryReserveChecked = new(
        "TryReserve with the check",
        (budget, amount) => Agreed(budget.TryReserve(amount, out var held, out var check) && held.Amount == amount, check),
        Effect.Holds);

    internal static readonly Door Reserve = new(
        "Reserve", (budget, amount) => Caught(() => new Answer(budget.Reserve(amount).Amount == amount)), Effect.Holds);

    internal static readonly Door ReserveAsync = new(
        "ReserveAsync", (budget, amount) => Caught(() => new Answer(budget.Ask(amount).Soon().GetAwaiter().GetResult().Amount == amount)), Effect.Holds);

    internal static readonly Door CheckBudgetAvailable = new(
        "CheckBudgetAvailable", (budget, amount) => Answer.Of(budget.CheckBudgetAvailable(amount)), Effect.None);

    /// <summary>The check without a budget, which gets the numbers of the budget.</summary>
    internal static readonly Door BudgetCheck = new(
        "Budget.Check", (budget, amount) => Answer.Of(Budget.Check(budget.Spent, budget.Limit, amount)), Effect.None);

    internal static readonly Door TryRenew = new("TryRenew", Renew, Effect.Holds);

    internal static readonly Door ExecuteAsync = new(
        "ExecuteAsync",
        (budget, amount) => Caught(() =>
        {
            budget.ExecuteAsync(amount, _ => Task.FromResult(amount)).Soon().GetAwaiter().GetResult();
            return new Answer(IsAdmitted: true);
        }),
        Effect.Spends);

    /// <summary>The landing of a run, which is held as long as the job runs.</summary>
    internal static readonly Door Run = new(
        "RunAsync",
        (budget, amount) =>
        {
            var result = BudgetedRun.RunAsync(budget, static (_, _) => Task.CompletedTask, new BudgetedRunOptions { LandingReserve = amount })
                .Soon().GetAwaiter().GetResult();
            return new Answer(result.Refusal is null, result.Refusal);
        },
        Effect.None);

    /// <summary>A meter that costs the amount for the hour that it holds ahead, on a clock that stands still.</summary>
    internal static readonly Door StartMeter = new(
        "StartMeter",
        (budget, amount) => Caught(() =>
        {
            budget.StartMeter(amount, new CostMeterOptions { Slice = TimeSpan.FromHours(1) }).Dispose();
            return new Answer(IsAdmitted: true);
        }),
        Effect.None);

    /// <summary>The doors that take what they admit.</summary>
    internal static IReadOnlyList<Door> Takers { get; } =
        [TryAddCost, TryAddCostChecked, TryReserve, TryReserveChecked, Reserve, ReserveAsync, TryRenew, ExecuteAsync];

    public override string ToString() => Name;

    private static Answer Renew(BudgetEnforcer budget, decimal amount)
    {
        var slice = budget.Reserve(0m);
        if (slice.TryRenew(0m, amount))
            return new Answer(IsAdmitted: true);
        slice.Dispose();
        return new Answer(IsAdmitted: false);
    }

    private static Answer Caught(Func<Answer> ask)
    {
        try
        {
            return ask();
        }
        catch (BudgetExceededException refused)
        {
            return Answer.Of(refused.Check);
        }
    }

    private static Answer Agreed(bool isAdmitted, BudgetCheck check)
    {
        check.IsAvailable.Should().Be(isAdmitted);
        return Answer.Of(check);
    }
}
