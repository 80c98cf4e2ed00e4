using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests;

/// <summary>A long-lived budget does not keep its children alive.</summary>
[Collection(AloneDefinition.Name)]
public class LifetimeTests
{
    [Fact]
    public void Children_WithTokensAndHandlers_AreCollected()
    {
        var root = new BudgetEnforcer(1_000_000m);

        var children = Enumerable.Range(0, 100).Select(_ => DroppedChild(root)).ToList();
        Collect();

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

        Collect();

        children.Should().OnlyContain(child => !child.IsAlive);
        GC.KeepAlive(root);
    }

    [Fact]
    public void Children_WithAnnouncedCrossings_AreCollected()
    {
        var root = new BudgetEnforcer(1_000_000m);
        var children = Enumerable.Range(0, 100).Select(_ => DroppedChild(root, spends: 2m)).ToList();

        Collect();

        children.Should().OnlyContain(child => !child.IsAlive);
        GC.KeepAlive(root);
    }

    [Fact]
    public void Tokens_RenewedAgainAndAgain_DoNotGrowTheMemoryOfTheParent()
    {
        var root = new BudgetEnforcer(1_000_000_000m);
        var child = root.Child(1m);
        RenewToken(child, 1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        RenewToken(child, 20_000);

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        grown.Should().BeLessThan(20_000 * 8, "the parent knows the child already");
        GC.KeepAlive(root);
        GC.KeepAlive(child);
    }

    [Fact]
    public void Children_ComingAndGoing_DoNotGrowTheMemoryOfTheParent()
    {
        var root = new BudgetEnforcer(1_000_000m);
        ComeAndGo(root, 20_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        ComeAndGo(root, 180_000);

        // A pointer each would be more; the list has room for those that came since the last collection.
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        grown.Should().BeLessThan(180_000 * 8);
        GC.KeepAlive(root);
    }

    [Fact]
    public void Children_NamedAndGone_AreCollected()
    {
        var root = new BudgetEnforcer(1_000_000m);

        var children = Enumerable.Range(0, 100).Select(_ => DroppedChild(root, name: "job")).ToList();
        Collect();

        children.Should().OnlyContain(child => !child.IsAlive);
        GC.KeepAlive(root);
    }

    [Fact]
    public void Child_WithALiveReservation_StaysUntilItEnds()
    {
        var root = new BudgetEnforcer(100m);
        var reservation = ReserveOnADroppedChild(root);
        Collect();

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
            Collect();
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

        Collect();
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

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
