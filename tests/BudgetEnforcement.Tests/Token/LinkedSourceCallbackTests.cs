using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests;

/// <summary>Callbacks of linked sources: from the pool, without the context of the spender, also where the source was dropped.</summary>
public class LinkedSourceCallbackTests
{
    [Fact]
    public void Source_DroppedWithACallback_StillCallsItAndKeepsItsBudget()
    {
        var root = new BudgetEnforcer(10m);
        using var called = new ManualResetEventSlim();
        Register(root, called);
        Living.CollectTheDead();

        root.AddCost(11m);

        Waiting.IsSet(called);
    }

    [Fact]
    public void Callback_OfASource_DoesNotSeeTheContextOfTheSpender()
    {
        var budget = new BudgetEnforcer(10m);
        var context = new AsyncLocal<string?>();
        using var source = budget.CreateLinkedTokenSource(CancellationToken.None);
        using var ran = new ManualResetEventSlim();
        var seen = "nothing";
        using var registration = source.Token.UnsafeRegister(
            _ =>
            {
                seen = context.Value ?? "nothing";
                ran.Set();
            },
            null);

        Waiting.OnAnotherThread(() =>
        {
            context.Value = "of the spender";
            budget.AddCost(11m);
            Waiting.IsSet(ran);
        });

        seen.Should().Be("nothing");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Register(BudgetEnforcer root, ManualResetEventSlim called) =>
        root.Child(100m).Child(100m).CreateLinkedTokenSource(CancellationToken.None).Token.Register(called.Set);
}
