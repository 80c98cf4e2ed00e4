using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests;

/// <summary>A long-lived budget does not keep its children alive.</summary>
[Collection(AloneDefinition.Name)]
public class LifetimeTests
{
    // Half a pointer: what leaks takes at least a whole one.
    private const int LeastLeak = 4;

    [Fact]
    public void Children_WithTokensAndHandlers_AreCollected()
    {
        var root = new BudgetEnforcer(1_000_000m);

        var children = Enumerable.Range(0, 100).Select(_ => DroppedChild(root)).ToList();
        Living.CollectTheDead();

        children.Should().OnlyContain(child => !child.IsAlive);
        GC.KeepAlive(root);
    }

    [Fact]
    public void Children_WhoseTokensWereCancelled_AreCollected()
    {
        var root = new BudgetEnforcer(10m);
        var children = Enumerable.Range(0, 100).Select(_ => DroppedChild(root)).ToList();
        root.AddCost(11m);
        root.Reset();

        Living.CollectTheDead();

        children.Should().OnlyContain(child => !child.IsAlive);
        GC.KeepAlive(root);
    }

    [Fact]
    public void Children_WithAnnouncedCrossings_AreCollected()
    {
        var root = new BudgetEnforcer(1_000_000m);
        var children = Enumerable.Range(0, 100).Select(_ => DroppedChild(root, spends: 2m)).ToList();

        Living.CollectTheDead();

        children.Should().OnlyContain(child => !child.IsAlive);
        GC.KeepAlive(root);
    }

    [Fact]
    public void Tokens_RenewedAgainAndAgain_DoNotGrowTheMemoryOfTheParent()
    {
        var root = new BudgetEnforcer(1_000_000_000m);
        var child = root.Child(1m);

        var grown = Living.GrownBy(batches: 40, () => RenewToken(child, 1000));

        grown.Should().BeLessThan(40 * 1000 * LeastLeak, "the parent knows the child already");
        GC.KeepAlive(root);
        GC.KeepAlive(child);
    }

    [Fact]
    public void Children_ComingAndGoing_DoNotGrowTheMemoryOfTheParent()
    {
        var root = new BudgetEnforcer(1_000_000m);

        var grown = Living.GrownBy(batches: 160, () => ComeAndGo(root, 1000));

        grown.Should().BeLessThan(160 * 1000 * LeastLeak, "the parent has room for those that came since the last collection, not for all");
        GC.KeepAlive(root);
    }

    [Fact]
    public void Children_NamedAndGone_AreCollected()
    {
        var root = new BudgetEnforcer(1_000_000m);

        var children = Enumerable.Range(0, 100).Select(_ => DroppedChild(root, name: "job")).ToList();
        Living.CollectTheDead();

        children.Should().OnlyContain(child => !child.IsAlive);
        GC.KeepAlive(root);
    }

    [Fact]
    public void Child_WithALiveReservation_StaysUntilItEnds()
    {
        var root = new BudgetEnforcer(100m);
        var reservation = ReserveOnADroppedChild(root);
        Living.CollectTheDead();

        reservation.Commit(3m);

        root.Spent.Should().Be(3m);
        root.Reserved.Should().Be(0m);
    }

    [Fact]
    public void WeakList_OfTheDead_StaysSmall()
    {
        var list = new WeakList<object>();
        var largest = 0;

        for (var i = 0; i < 20; i++)
        {
            AddDropped(list, 1000);
            Living.CollectTheDead();
            largest = Math.Max(largest, list.Count);
        }

        AddDropped(list, 1);
        largest.Should().BeLessThan(3000);
    }

    [Fact]
    public void WeakList_OfTheLiving_KeepsThemAll()
    {
        var list = new WeakList<object>();
        var items = Enumerable.Range(0, 1000).Select(_ => new object()).ToList();
        foreach (var item in items)
        {
            list.Add(item);
            AddDropped(list, 3);
        }

        Living.CollectTheDead();
        var living = new List<object>();
        list.CopyLivingTo(living);

        living.Should().Equal(items);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference DroppedChild(BudgetEnforcer root, decimal spends = 0m, string? name = null)
    {
        var child = root.Child(1m, name);
        child.ThresholdCrossed += (_, _) => GC.KeepAlive(child);
        _ = child.ExceededToken;
        child.AddCost(spends);
        return new WeakReference(child);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RenewToken(BudgetEnforcer budget, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _ = budget.ExceededToken;
            budget.AddCost(2m);
            budget.Reset();
        }
    }

    private static void ComeAndGo(BudgetEnforcer root, int count)
    {
        for (var i = 0; i < count; i++)
            _ = root.Child(1m).ExceededToken;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BudgetReservation ReserveOnADroppedChild(BudgetEnforcer root) => root.Child(10m).Reserve(5m);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddDropped(WeakList<object> list, int count)
    {
        for (var i = 0; i < count; i++)
            list.Add(new object());
    }
}
