using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests.Scope;

/// <summary>An ambient budget belongs to the flow that begins it.</summary>
public class BudgetScopeTests
{
    private readonly BudgetEnforcer _outerBudget = new(1m);
    private readonly BudgetEnforcer _innerBudget = new(2m);

    [Fact]
    public void Current_WithoutAScope_IsNull() => BudgetScope.Current.Should().BeNull();

    [Fact]
    public void Begin_Nested_IsTheInnermostUntilItIsDisposedOf()
    {
        using (var outer = BudgetScope.Begin(_outerBudget, "plan"))
        {
            using (BudgetScope.Begin(_innerBudget))
            {
                BudgetScope.Current!.Budget.Should().BeSameAs(_innerBudget);
                BudgetScope.Current.Label.Should().BeNull("a label is not inherited");
            }

            BudgetScope.Current.Should().BeSameAs(outer);
            BudgetScope.Current!.Label.Should().Be("plan");
        }

        BudgetScope.Current.Should().BeNull();
    }

    [Fact]
    public void Dispose_OfTheOuterFirst_EndsTheInnerToo()
    {
        var outermost = BudgetScope.Begin(_outerBudget);
        var outer = BudgetScope.Begin(_outerBudget);
        var inner = BudgetScope.Begin(_innerBudget);

        outer.Dispose();
        BudgetScope.Current.Should().BeSameAs(outermost);

        inner.Dispose();
        BudgetScope.Current.Should().BeSameAs(outermost, "the disposed outer scope is not brought back");
        outermost.Dispose();
        BudgetScope.Current.Should().BeNull();
    }

    [Fact]
    public void Dispose_Twice_DoesNotEndAnother()
    {
        using var outer = BudgetScope.Begin(_outerBudget);
        var first = BudgetScope.Begin(_innerBudget);
        first.Dispose();
        using var second = BudgetScope.Begin(_innerBudget);

        first.Dispose();

        BudgetScope.Current.Should().BeSameAs(second);
    }

    [Fact]
    public async Task Current_AfterAnAwait_IsStillTheScope()
    {
        using var scope = BudgetScope.Begin(_outerBudget);

        await Task.Yield();

        BudgetScope.Current.Should().BeSameAs(scope);
        await Task.Run(() => BudgetScope.Current.Should().BeSameAs(scope), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Begin_InAnAsyncMethod_IsNotSeenByItsCaller()
    {
        using var outer = BudgetScope.Begin(_outerBudget);

        var left = await BeginAndLeaveAsync();

        BudgetScope.Current.Should().BeSameAs(outer);
        left.Dispose();
        BudgetScope.Current.Should().BeSameAs(outer, "it is none of this flow");

        async Task<BudgetScope> BeginAndLeaveAsync()
        {
            await Task.Yield();
            return BudgetScope.Begin(_innerBudget);
        }
    }

    [Fact]
    public async Task Dispose_InAChildFlow_EndsTheScopeThereOnly()
    {
        using var outer = BudgetScope.Begin(_outerBudget);
        var scope = BudgetScope.Begin(_innerBudget);

        await Task.Run(
            () =>
            {
                scope.Dispose();
                BudgetScope.Current.Should().BeSameAs(outer);
            },
            TestContext.Current.CancellationToken);

        BudgetScope.Current.Should().BeSameAs(scope);
        scope.Dispose();
        BudgetScope.Current.Should().BeSameAs(outer, "the first disposal was another flow's");
    }

    [Fact]
    public async Task Current_InWorkThatOutlivesTheScope_IsStillTheScope()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var scope = BudgetScope.Begin(_outerBudget);
        var work = WorkAsync();
        scope.Dispose();

        goOn.SetResult();

        (await work).Should().BeSameAs(scope, "its costs still belong there");
        BudgetScope.Current.Should().BeNull();

        async Task<BudgetScope?> WorkAsync()
        {
            await goOn.Task;
            return BudgetScope.Current;
        }
    }

    [Fact]
    public async Task Current_InParallelFlows_IsThatOfEach()
    {
        var budgets = Enumerable.Range(0, 20).Select(_ => new BudgetEnforcer(1m)).ToList();

        var seen = await Task.WhenAll(budgets.Select(SeeAsync));

        seen.Should().OnlyContain(isRight => isRight);
        BudgetScope.Current.Should().BeNull();

        static async Task<bool> SeeAsync(BudgetEnforcer budget)
        {
            using var scope = BudgetScope.Begin(budget);
            for (var i = 0; i < 20; i++)
            {
                await Task.Yield();
                if (BudgetScope.Current?.Budget != budget)
                    return false;
            }

            return true;
        }
    }

    [Fact]
    public void Current_WhereTheFlowIsSuppressed_IsNull()
    {
        using var scope = BudgetScope.Begin(_outerBudget);
        BudgetScope? seen = scope;

        using (ExecutionContext.SuppressFlow())
            Waiting.OnAnotherThread(() => seen = BudgetScope.Current);

        seen.Should().BeNull();
        BudgetScope.Current.Should().BeSameAs(scope);
    }

    [Fact]
    public void Budget_OfAScopeThatEnded_IsNotKeptAlive()
    {
        var budget = UseScope();

        // The thread that had the scope may end a moment after its work.
        Waiting.Until(() =>
        {
            Living.CollectTheDead();
            return !budget.IsAlive;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseScope()
    {
        var budget = new BudgetEnforcer(1m);
        using (BudgetScope.Begin(budget, "step"))
            Waiting.OnAnotherThread(() => BudgetScope.Current!.Budget.AddCost(0.1m));
        return new WeakReference(budget);
    }
}
