using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests;

/// <summary>Sources that are cancelled the moment the path is exceeded, for a loop that polls.</summary>
public class LinkedSourceTests
{
    [Fact]
    public void Source_OuterTokenIsCancelled_IsCancelledToo()
    {
        var budget = new BudgetEnforcer(10m);
        using var outer = new CancellationTokenSource();
        using var source = budget.CreateLinkedTokenSource(outer.Token);

        outer.Cancel();

        source.IsCancellationRequested.Should().BeTrue();
        budget.ExceededToken.IsCancellationRequested.Should().BeFalse();
        budget.AddCost(11m);
    }

    [Fact]
    public void Source_OuterTokenWasCancelledBefore_IsCancelledFromTheStart()
    {
        using var source = new BudgetEnforcer(10m).CreateLinkedTokenSource(new CancellationToken(canceled: true));

        source.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Source_Disposed_UnlinksFromBudgetAndOuterToken()
    {
        var budget = new BudgetEnforcer(10m);
        var job = budget.Child(10m);
        using var outer = new CancellationTokenSource();

        var sources = Enumerable.Range(0, 100).Select(_ => DisposedAndDropped(job, outer.Token)).ToList();

        Waiting.Until(() =>
        {
            Living.CollectTheDead();
            return sources.TrueForAll(source => !source.IsAlive);
        });
        budget.AddCost(11m);
        outer.Cancel();
        GC.KeepAlive(job);
    }

    [Fact]
    public void Source_DisposedInAnyOrder_LeavesTheOthersLinked()
    {
        var budget = new BudgetEnforcer(10m);
        var sources = Enumerable.Range(0, 5).Select(_ => budget.CreateLinkedTokenSource(CancellationToken.None)).ToArray();

        foreach (var place in new[] { 2, 0, 4 })
        {
            sources[place].Dispose();
            sources[place].Dispose();
        }

        budget.AddCost(11m);

        sources.Select(source => source.IsCancellationRequested).Should().Equal(false, true, false, true, false);
        sources[1].Dispose();
        sources[3].Dispose();
    }

    [Fact]
    public void Source_CreatedWhileOthersExceed_IsNeverMissed()
    {
        for (var round = 0; round < 300; round++)
        {
            var root = new BudgetEnforcer(10m);
            var job = root.Child(100m).Child(100m);
            CancellationTokenSource? source = null;

            Parallel.Invoke(() => source = job.CreateLinkedTokenSource(CancellationToken.None), () => root.AddCost(11m));

            source!.IsCancellationRequested.Should().BeTrue();
            source.Dispose();
        }
    }

    [Fact]
    public void Source_DisposedWhileOthersExceed_NeverThrows()
    {
        for (var round = 0; round < 300; round++)
        {
            var budget = new BudgetEnforcer(10m);
            using var outer = new CancellationTokenSource();
            var source = budget.CreateLinkedTokenSource(outer.Token);

            Parallel.Invoke(source.Dispose, () => budget.AddCost(11m), outer.Cancel);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference DisposedAndDropped(BudgetEnforcer budget, CancellationToken outer)
    {
        var source = budget.CreateLinkedTokenSource(outer);
        source.Dispose();
        return new WeakReference(source);
    }
}
