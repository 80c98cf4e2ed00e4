using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>What an ended wait leaves behind: nothing.</summary>
public sealed class WaitingLeakTests
{
    public enum Ending
    {
        Granted,
        Cancelled,
        Refused,
    }

    [Theory]
    [InlineData(Ending.Granted)]
    [InlineData(Ending.Cancelled)]
    [InlineData(Ending.Refused)]
    public void Wait_Ended_NeitherTokenNorTreeKeepsAnything(Ending ending)
    {
        var root = Asking.NewBudget(100m);
        using var cancel = new CancellationTokenSource();

        var remains = WaitOnce(root, ending, cancel);

        Collect();
        remains.Should().OnlyContain(reference => !reference.IsAlive);
        root.GetStatus().OpenReservations.Should().Be(0);
        GC.KeepAlive(cancel);
    }

    [Fact]
    public void Wait_ManyWithOneLivingToken_DoNotPileUp()
    {
        var root = Asking.NewBudget(100m);
        using var cancel = new CancellationTokenSource();
        var before = Repeat(root, cancel, 1000);

        var after = Repeat(root, cancel, 20_000);

        (after - before).Should().BeLessThan(100_000, "20,000 registrations or places in the line would be megabytes");
    }

    private static long Repeat(BudgetEnforcer root, CancellationTokenSource cancel, int waits)
    {
        for (var i = 0; i < waits; i++)
        {
            var held = root.Reserve(100m);
            var asked = root.AskUntil(60m, cancel.Token);
            held.Release();
            asked.GetAwaiter().GetResult().Release();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] WaitOnce(BudgetEnforcer root, Ending ending, CancellationTokenSource cancel)
    {
        var child = root.NewChild(100m);
        using var other = new CancellationTokenSource();
        var held = child.Reserve(50m);
        var asked = child.AskUntil(60m, ending == Ending.Cancelled ? other.Token : cancel.Token);
        asked.IsCompleted.Should().BeFalse();
        switch (ending)
        {
            case Ending.Granted:
                held.Release();
                asked.GetAwaiter().GetResult().Release();
                break;
            case Ending.Cancelled:
                other.Cancel();
                held.Release();
                break;
            default:
                child.UpdateLimit(55m);
                held.Release();
                break;
        }

        asked.IsCompleted.Should().BeTrue();
        return [new WeakReference(child), new WeakReference(asked), new WeakReference(held)];
    }

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
