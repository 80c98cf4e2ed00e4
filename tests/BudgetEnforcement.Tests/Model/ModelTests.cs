using CsCheck;

namespace BudgetEnforcement.Tests;

/// <summary>Random sequences of every public operation on random trees.</summary>
public class ModelTests
{
    private static readonly Gen<Operation> AnyOperation = Gen.Frequency(
        (4, Gen.Const(Operation.AddCost)),
        (4, Gen.Const(Operation.TryAddCost)),
        (4, Gen.Const(Operation.Reserve)),
        (5, Gen.Const(Operation.Commit)),
        (2, Gen.Const(Operation.Release)),
        (4, Gen.Const(Operation.Refund)),
        (3, Gen.Const(Operation.UpdateLimit)),
        (1, Gen.Const(Operation.Reset)),
        (2, Gen.Const(Operation.Check)),
        (3, Gen.Const(Operation.CreateChild)),
        (1, Gen.Const(Operation.BadInput)));

    private static readonly Gen<decimal> Price = Gen.Int[0, 4000].Select(cents => cents / 100m);

    [Fact]
    public void EverySequence_OfRealPrices_IsWhatTheModelSays() => Run(Price, Price.Select(price => price * 3), 2000);

    [Fact]
    public void EverySequence_OfAmountsThatHurt_IsWhatTheModelSays() => Run(Exact.Amount, Exact.Amount, 1500);

    [Fact]
    public void EverySequence_OfSingleUnits_IsWhatTheModelSays()
    {
        var units = Gen.Int[0, 6].Select(count => count * Budgets.Unit);

        Run(units, units.Select(amount => amount * 3), 1500);
    }

    private static void Run(Gen<decimal> amount, Gen<decimal> limit, long sequences)
    {
        var step = Gen.Select(AnyOperation, Gen.Int[0, 100], Gen.Int[0, 100], amount, Gen.Int[0, 11]).Select(
            (operation, budget, pick, money, twist) => new Step(operation, budget, pick, money, twist));
        Gen.Select(limit, Gen.Frequency((3, Gen.Const(0m)), (1, amount)), step.Array[1, 40]).Sample(
            (start, spent, steps) =>
            {
                var tree = new ModelTree(start, spent);
                tree.Compare();
                foreach (var each in steps)
                {
                    tree.Do(each);
                    tree.Compare();
                }
            },
            iter: sequences);
    }
}
