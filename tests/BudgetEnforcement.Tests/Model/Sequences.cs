using CsCheck;

namespace BudgetEnforcement.Tests;

/// <summary>Random sequences: of real prices, of amounts that hurt, of single units, and of many waiters.</summary>
internal static class Sequences
{
    private static readonly Gen<Operation> AnyOperation = Gen.Frequency(
        (6, Gen.Const(Operation.AddCost)),
        (3, Gen.Const(Operation.TryAddCost)),
        (1, Gen.Const(Operation.TryAddCostChecked)),
        (4, Gen.Const(Operation.TryReserve)),
        (1, Gen.Const(Operation.TryReserveChecked)),
        (2, Gen.Const(Operation.Reserve)),
        (10, Gen.Const(Operation.ReserveAsync)),
        (2, Gen.Const(Operation.Cancel)),
        (5, Gen.Const(Operation.Commit)),
        (1, Gen.Const(Operation.CommitAmount)),
        (5, Gen.Const(Operation.TryRenew)),
        (3, Gen.Const(Operation.Release)),
        (3, Gen.Const(Operation.Refund)),
        (1, Gen.Const(Operation.TryRefund)),
        (3, Gen.Const(Operation.UpdateLimit)),
        (2, Gen.Const(Operation.AdjustLimit)),
        (2, Gen.Const(Operation.Reset)),
        (1, Gen.Const(Operation.Close)),
        (4, Gen.Const(Operation.CheckBudgetAvailable)),
        (1, Gen.Const(Operation.BudgetCheck)),
        (2, Gen.Const(Operation.ExecuteAsync)),
        (4, Gen.Const(Operation.Read)),
        (1, Gen.Const(Operation.GetPath)),
        (3, Gen.Const(Operation.CreateChild)),
        (1, Gen.Const(Operation.BadInput)));

    private static readonly Gen<Boundary> AnyBoundary = Gen.Frequency((3, Gen.Const(Boundary.Given)), (2, Gen.Enum<Boundary>()));

    private static readonly Gen<Passing> AnyPassing = Gen.Frequency((6, Gen.Const(Passing.Nothing)), (1, Gen.Enum<Passing>()));

    private static readonly Gen<bool> IsUnread = Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true)));

    private static readonly Gen<BudgetPeriod> AnyPeriod = Gen.Frequency((3, Gen.Const(BudgetPeriod.None)), (2, Gen.Enum<BudgetPeriod>()));

    private static readonly Gen<decimal[]> AnyAlerts = Gen.Frequency(
        (3, Gen.Const(Array.Empty<decimal>())),
        (1, Gen.OneOfConst(0.5m, 0.75m, 1m, 1.2m, 2m / 3m, Budgets.Unit, 1_000_000m, decimal.MaxValue).Array[1, 3].Select(portions => portions.Distinct().ToArray())));

    /// <summary>Tokens of large language models, hours and seconds of processors, and cents.</summary>
    private static readonly Gen<decimal> Price = Gen.Frequency(
        (3, Gen.Int[0, 4000].Select(cents => cents / 100m)),
        (2, Gen.Select(Gen.Int[0, 200_000], Gen.OneOfConst(0.00000015m, 0.0000006m, 0.0000025m, 0.000015m)).Select(
            (tokens, price) => tokens * price)),
        (1, Gen.Int[0, 36_000].Select(seconds => seconds * (3.67m / 3600m))));

    private static readonly Gen<decimal> Units = Gen.Int[0, 6].Select(count => count * Budgets.Unit);

    private static readonly Gen<decimal> HurtingAmount = Gen.Frequency((4, Exact.Amount), (1, Gen.Const(decimal.MaxValue)));

    internal static readonly Gen<Sequence> OfPrices = Sequence(Price, Price.Select(price => price * 8));

    internal static readonly Gen<Sequence> OfAmountsThatHurt = Sequence(
        HurtingAmount, HurtingAmount, (8, Gen.Const(Operation.AddHeaps)), (1, Gen.Const(Operation.AddUpToACarry)));

    internal static readonly Gen<Sequence> OfUnits = Sequence(Units, Units.Select(amount => amount * 5), (2, Gen.Const(Operation.AddUpToACarry)));

    /// <summary>Small budgets in which many calls wait, give up and end what they hold.</summary>
    internal static readonly Gen<Sequence> OfManyWhoWait = Sequence(
        Gen.Int[1, 9].Select(amount => (decimal)amount),
        Gen.Int[4, 12].Select(limit => (decimal)limit),
        Gen.OneOfConst(2, 30),
        (150, Gen.Const(Operation.ReserveAsync)),
        (20, Gen.Const(Operation.Cancel)),
        (50, Gen.Const(Operation.Release)),
        (25, Gen.Const(Operation.Commit)));

    /// <summary>The given number of sequences of each kind, the same ones every time.</summary>
    internal static IEnumerable<Sequence> Fixed(int count)
    {
        var random = new PCG(stream: 1, seed: 1);
        return from kind in new[] { OfPrices, OfAmountsThatHurt, OfUnits, OfManyWhoWait } from _ in Enumerable.Range(0, count) select kind.Generate(random, null, out Size _);
    }

    private static Gen<Sequence> Sequence(Gen<decimal> amount, Gen<decimal> limit, params (int Share, Gen<Operation> Operation)[] more) =>
        Sequence(amount, limit, Gen.Int[0, 3], more);

    private static Gen<Sequence> Sequence(
        Gen<decimal> amount, Gen<decimal> limit, Gen<int> maxWaiters, params (int Share, Gen<Operation> Operation)[] more)
    {
        var beginning = Gen.Select(
            Gen.Select(Gen.Int[0, 7], Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[0, 7]))),
            limit,
            Gen.Frequency((3, Gen.Const(0m)), (1, amount)),
            Gen.OneOfConst(Beginning.Usual, Beginning.Usual, (1m / 3m, 1m), (Budgets.Unit, 2m / 3m)),
            AnyAlerts,
            Gen.Select(maxWaiters, Gen.OneOfConst(0, 0, 3, 20 * 24)),
            AnyPeriod).Select(
                (under, most, spent, thresholds, alerts, wait, period) =>
                    new Beginning(under.Item1, under.Item2, most, spent, thresholds, alerts, wait.Item1, wait.Item2, period));
        var anyOperation = Gen.Frequency([(200, AnyOperation), .. more]);
        var step = Gen.Select(anyOperation, Gen.Int[0, 7], Gen.Int[0, 255], amount, AnyBoundary, AnyPassing, Gen.Bool, IsUnread).Select(
            (operation, budget, pick, money, boundary, passing, isLate, isUnread) =>
                new Step(operation, budget, pick, money, boundary, passing, isLate, isUnread));
        return Gen.Select(beginning.Array[1, 5], step.Array[1, 40], (tree, steps) => new Sequence(tree, steps));
    }
}
