using CsCheck;

namespace BudgetEnforcement.Tests;

/// <summary>The ordered structure of the waiting claims, compared with a list.</summary>
public class ClaimTreeTests
{
    private static readonly BudgetState SomeBudget = States.New(100);

    [Fact]
    public void EveryAnswer_AfterAnyOperations_IsThatOfAList() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 8]).Array[1, 80].Sample(operations =>
        {
            var tree = new ClaimTree();
            var list = new SortedList<long, Claim>();
            foreach (var (ticket, amount) in operations)
            {
                // A claim that loses hope and finds it again leaves and comes back in its old place.
                if (list.Remove(ticket, out var claim))
                {
                    tree.Remove(claim);
                }
                else
                {
                    list.Add(ticket, claim = NewClaim(ticket, amount));
                    tree.Add(claim);
                }

                AreEqual(list, tree);
            }
        });

    [Fact]
    public void Remove_OfAllInAnyOrder_LeavesNothing() =>
        Gen.Shuffle(Enumerable.Range(1, 60).ToArray()).Sample(
            order =>
            {
                var tree = new ClaimTree();
                var list = new SortedList<long, Claim>();
                foreach (var ticket in order)
                {
                    list.Add(ticket, NewClaim(ticket, (ticket % 7) + 1));
                    tree.Add(list[ticket]);
                }

                foreach (var ticket in Enumerable.Reverse(order))
                {
                    list.Remove(ticket, out var claim);
                    tree.Remove(claim!);
                    AreEqual(list, tree);
                }

                Assert.True(tree.IsEmpty);
            },
            iter: 20);

    [Fact]
    public void Depth_OfManyInOrderOfArrival_IsThatOfABalancedTree()
    {
        // The tickets come in ascending order, the worst order for a tree without balance.
        var tree = new ClaimTree();
        var claims = Enumerable.Range(1, 100_000).Select(ticket => NewClaim(ticket, 1)).ToArray();
        foreach (var claim in claims)
            tree.Add(claim);

        Depth(tree).Should().BeLessThan(17 * 4, "a treap is seldom deeper than two or three times the logarithm");
        foreach (var claim in claims.Take(99_000))
            tree.Remove(claim);
        Depth(tree).Should().BeLessThan(10 * 4);
        tree.First.Should().BeSameAs(claims[99_000]);
    }

    private static Claim NewClaim(long ticket, int amount) => new(new object(), SomeBudget, Money.From(amount)) { Ticket = ticket };

    private static void AreEqual(SortedList<long, Claim> list, ClaimTree tree)
    {
        Assert.Equal(list.Count == 0, tree.IsEmpty);
        Assert.Same(list.Values.FirstOrDefault(), tree.First);
        if (list.Count > 0)
            Assert.Equal(list.Values.Max(claim => claim.Amount.ToDecimal(roundUp: false)), tree.Largest.ToDecimal(roundUp: false));
        for (var amount = 0; amount <= 9; amount++)
        {
            var money = Money.From(amount);
            Assert.Same(list.Values.FirstOrDefault(claim => claim.Amount > money), tree.FirstAbove(money));
            Assert.Same(list.Values.FirstOrDefault(claim => claim.Amount <= money), tree.FirstAtMost(money));
            Assert.Equal(list.Values.Where(claim => claim.Amount <= money), tree.AtMost(money));
        }
    }

    private static int Depth(ClaimTree tree)
    {
        var nodes = new Stack<(ClaimTree.Node? Node, int Depth)>();
        nodes.Push((tree.Root, 0));
        var deepest = 0;
        while (nodes.TryPop(out var visit))
        {
            if (visit.Node is null)
                continue;
            deepest = Math.Max(deepest, visit.Depth + 1);
            nodes.Push((visit.Node.Left, visit.Depth + 1));
            nodes.Push((visit.Node.Right, visit.Depth + 1));
        }

        return deepest;
    }
}
