using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests;

/// <summary>Sources that are cancelled the moment the path is exceeded, for a loop that polls.</summary>
public class LinkedSourceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Source_OfTheLowestOfThreeLevels_IsCancelledWhenAddCostThatExceedsReturns(int exceeded)
    {
        var root = new BudgetEnforcer(10m);
        var team = root.Child(10m);
        BudgetEnforcer[] path = [root, team, team.Child(10m)];
        using var source = path[2].CreateLinkedTokenSource(CancellationToken.None);

        path[exceeded].AddCost(10m);
        source.IsCancellationRequested.Should().BeFalse("exactly the limit is not exceeded");
        path[exceeded].AddCost(Budgets.Unit);

        source.IsCancellationRequested.Should().BeTrue();
        source.Token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Source_OfABudget_IsNotCancelledByWhatIsBelowOrBeside()
    {
        var root = new BudgetEnforcer(1000m);
        var (job, sibling) = (root.Child(10m), root.Child(10m));
        using var source = job.CreateLinkedTokenSource(CancellationToken.None);

        sibling.AddCost(11m);
        job.Child(1m).AddCost(2m);

        source.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public void Source_EveryWayToExceed_IsCancelledAtOnce()
    {
        Action<BudgetEnforcer>[] ways =
        [
            budget => budget.AddCost(11m),
            budget => budget.Reserve(5m).Commit(11m),
            budget =>
            {
                budget.AddCost(5m);
                budget.UpdateLimit(4m);
            },
            budget =>
            {
                budget.AddCost(5m);
                budget.AdjustLimit(-6m);
            },
            budget => budget.Child(100m).AddCost(11m),
        ];

        foreach (var exceed in ways)
        {
            var budget = new BudgetEnforcer(10m);
            using var source = budget.CreateLinkedTokenSource(CancellationToken.None);
            exceed(budget);
            source.IsCancellationRequested.Should().BeTrue();
        }
    }

    [Fact]
    public void Source_OfAnExceededBudget_IsCancelledFromTheStart()
    {
        using var source = Budgets.Spent(11m, 10m).Child(100m).CreateLinkedTokenSource(CancellationToken.None);

        source.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Source_AfterTheExcessEnded_IsFreshAndTheOldOneStays()
    {
        var budget = new BudgetEnforcer(10m);
        using var before = budget.CreateLinkedTokenSource(CancellationToken.None);
        budget.AddCost(11m);
        budget.Reset();
        using var after = budget.CreateLinkedTokenSource(CancellationToken.None);

        (before.IsCancellationRequested, after.IsCancellationRequested).Should().Be((true, false));
        budget.AddCost(11m);
        after.IsCancellationRequested.Should().BeTrue();
    }

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

    [Fact]
    public void Source_FirstMadeAfterThePeriodEnded_IsNotCancelledByTheExcessOfTheOldOne()
    {
        var clock = new ManualClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily }, timeProvider: clock);
        budget.AddCost(11m);
        clock.GoTo(ManualClock.Midnight);

        using var source = budget.CreateLinkedTokenSource(CancellationToken.None);

        source.IsCancellationRequested.Should().BeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference DisposedAndDropped(BudgetEnforcer budget, CancellationToken outer)
    {
        var source = budget.CreateLinkedTokenSource(outer);
        source.Dispose();
        return new WeakReference(source);
    }
}
