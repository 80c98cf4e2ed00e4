using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>A wait that has ended leaves nothing behind.</summary>
public sealed class WaitingLeakTests
{
    public enum Ending
    {
        Granted,
        GrantedAtOnce,
        Cancelled,
        Refused,
    }

    [Theory]
    [InlineData(Ending.Granted)]
    [InlineData(Ending.GrantedAtOnce)]
    [InlineData(Ending.Cancelled)]
    [InlineData(Ending.Refused)]
    public void Wait_Ended_NeitherTokenNorTreeKeepsAnything(Ending ending)
    {
        // Where a period ends at the clock reading just before the wait, the library tells its end before it watches the wait.
        var clock = new ManualClock();
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily }, timeProvider: clock);
        Action? onPeriodEnd = null;
        root.PeriodEnded += (_, _) => Interlocked.Exchange(ref onPeriodEnd, null)?.Invoke();
        using var cancel = new CancellationTokenSource();

        var remains = WaitOnce(root, ending, cancel, release =>
        {
            onPeriodEnd = () => TakenWorkItems.During(release).Single().Execute();
            clock.At(reading: 2, () => clock.SetCalendar(ManualClock.Midnight));
        });

        AreGone(remains);
        root.GetStatus().OpenReservations.Should().Be(0);
        GC.KeepAlive(cancel);
    }

    [Fact]
    public void Wait_ManyWithOneLivingToken_DoNotPileUp()
    {
        var root = Asking.NewBudget(100m);
        using var cancel = new CancellationTokenSource();

        var remains = Enumerable.Range(0, 1000).SelectMany(_ => WaitOnce(root, Ending.Granted, cancel)).ToArray();

        AreGone(remains);
        GC.KeepAlive(root);
        GC.KeepAlive(cancel);
    }

    [Fact]
    public void Wait_EndedOnABudgetWithAPeriod_IsNotKeptByOthersWhoWait()
    {
        var root = Asking.NewBudget(100m);
        var held = root.Reserve(100m);
        var other = root.AskUntil(100m, CancellationToken.None);

        var remains = WaitOnAChildWithAPeriod(root);

        AreGone(remains);
        other.IsCompleted.Should().BeFalse("another call still waits in the tree");
        held.Release();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] WaitOnAChildWithAPeriod(BudgetEnforcer root)
    {
        var child = root.CreateChild(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Monthly, MaxWaiters = 1 });
        using var cancel = new CancellationTokenSource();
        var asked = child.AskUntil(10m, cancel.Token);
        cancel.Cancel();
        ((IAsyncResult)asked).AsyncWaitHandle.WaitOne();
        return [new WeakReference(child), new WeakReference(child.State)];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] WaitOnce(
        BudgetEnforcer root, Ending ending, CancellationTokenSource cancel, Action<Action>? whenItBegins = null)
    {
        var child = root.NewChild(100m);
        using var other = new CancellationTokenSource();
        var held = child.Reserve(50m);
        if (ending == Ending.GrantedAtOnce)
            whenItBegins!(held.Release);
        var asked = child.AskUntil(60m, ending == Ending.Cancelled ? other.Token : cancel.Token);
        child.Waiters().Should().Be(ending == Ending.GrantedAtOnce ? 0 : 1);
        child.Available.Should().Be(ending == Ending.GrantedAtOnce ? 40m : 0m, "a waiter blocks the budget");
        switch (ending)
        {
            case Ending.Granted or Ending.GrantedAtOnce:
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

        ((IAsyncResult)asked).AsyncWaitHandle.WaitOne();
        return [new WeakReference(child), new WeakReference(child.State), new WeakReference(asked), new WeakReference(held)];
    }

    // The work item that completed a task may still be about to let go of it.
    private static void AreGone(WeakReference[] remains) => Waiting.Until(() =>
    {
        Living.CollectTheDead();
        return Array.TrueForAll(remains, reference => !reference.IsAlive);
    });
}
