using CsCheck;

namespace BudgetEnforcement.Tests;

/// <summary>
/// Which claims wait, are served and are held up. The tests compare the structures, which look at few of the waiting claims, with a walk over all of them
/// that states only the rule, in trees and under several parents.
/// </summary>
public class ClaimLineTests
{
    private const long Day = TimeSpan.TicksPerDay;

    private static readonly Gen<(int Kind, int Budget, int Amount, int Pick)> Operation =
        Gen.Select(Gen.Int[0, 15], Gen.Int[0, 5], Gen.Int[1, 9], Gen.Int[0, 30]);

    [Fact]
    public void EveryOutcome_InAnyTree_IsWhatTheRuleSays() =>
        Gen.Select(Gen.Select(Gen.Int[0, 4], Gen.Int[4, 12], Gen.Bool).Array[2, 6], Operation.Array[1, 60]).Sample(
            (budgets, operations) => Run([.. budgets.Select(budget => (budget.Item1, -1, budget.Item2, budget.Item3))], operations), iter: 4000);

    [Fact]
    public void EveryOutcome_UnderSeveralParents_IsWhatTheRuleSays() =>
        Gen.Select(Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[4, 12], Gen.Bool).Array[3, 6], Operation.Array[1, 60]).Sample(Run, iter: 4000);

    [Fact]
    public void Work_OfAnUnrelatedOperation_LooksAtNoneOfTwentyThousandWaiters()
    {
        // A look at a claim grants, refuses or parks it anew. The test cannot see such looks, so it measures what they would allocate, and finds nothing.
        var root = States.New(1_000_000_000);
        var line = new ClaimLine();
        for (var i = 0; i < 20_000; i++)
        {
            var child = States.New(10, root);
            child.Hold(Money.From(8));
            line.Join(new Claim(child, child, Money.From(5)));
        }

        var other = States.New(10, root);
        Use();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
            Use();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1000);
        line.Count.Should().Be(20_000);

        void Use()
        {
            Assert.True(other.Admits(Money.From(3)));
            other.Hold(Money.From(3));
            line.Update(other);
            other.Commit(Money.From(3), Money.Zero);
            line.Update(other);
        }
    }

    private static void Run((int First, int Second, int Limit, bool HasPeriod)[] shape, (int Kind, int Budget, int Amount, int Pick)[] operations)
    {
        var world = new ClaimWorld(shape);
        foreach (var (kind, budget, amount, pick) in operations)
        {
            switch (kind)
            {
                case <= 4: world.Ask(budget, amount); break;
                case <= 6: world.TryHold(budget, amount); break;
                case <= 8: world.Release(pick); break;
                case 9: world.Commit(pick, amount); break;
                case 10: world.Spend(budget, amount); break;
                case 11: world.TakeBack(budget, amount); break;
                case 12: world.Reset(budget); break;
                case 13: world.SetLimit(budget, amount + (pick / 6)); break;
                case 14 when pick < 4: world.Close(budget); break;
                case 14: world.PassTime(Day / 2); break;
                default: world.GiveUp(pick); break;
            }

            world.IsAsTheRuleSays();
        }
    }
}
