namespace BudgetEnforcement.Tests;

/// <summary>The lock of a tree, by itself.</summary>
public class HybridLockRaceTests
{
    private readonly TestLock _lock = new();

    [Fact]
    public void Sections_OfManyThreads_NeverOverlap()
    {
        const int Rounds = 20_000;
        var count = 0L;

        Waiting.Together(8, thread =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                using (_lock.Hold())
                {
                    var before = count;
                    if ((i + thread) % 1000 == 0)
                        Thread.Yield(); // So that others come while it is taken, and some go to sleep.
                    count = before + 1;
                }
            }
        });

        count.Should().Be(8 * Rounds);
    }

    [Fact]
    public void Enter_TakenForLong_SleepsUntilItIsFreed()
    {
        _lock.Enter();
        var waiter = Start(() =>
        {
            using (_lock.Hold())
            {
            }
        });
        Waiting.Until(() => waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        waiter.IsAlive.Should().BeTrue();

        _lock.Exit();

        Ends(waiter);
    }

    [Fact]
    public void Enter_BesideThreadsThatTakeItAgainAndAgain_ComesToItsTurn()
    {
        using var isOver = new CancellationTokenSource();
        var others = Enumerable.Range(0, 4).Select(_ => Start(() =>
        {
            while (!isOver.IsCancellationRequested)
                _lock.Hold().Dispose();
        })).ToList();

        var turns = 0;
        var one = Start(() =>
        {
            for (; turns < 1000; turns++)
                _lock.Hold().Dispose();
        });

        Ends(one);
        isOver.Cancel();
        others.ForEach(other => Ends(other));
    }

    [Fact]
    public void Enter_InterruptedInItsSleep_LeavesTheLockAsItWas()
    {
        Exception? thrown = null;
        _lock.Enter();
        var waiter = Start(() => thrown = Record.Exception(_lock.Enter));
        Waiting.Until(() => waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin));

        waiter.Interrupt();

        Ends(waiter);
        thrown.Should().BeOfType<ThreadInterruptedException>();
        _lock.Exit();
        _lock.Hold().Dispose();
    }

    [Fact]
    public void Hold_SectionThatThrows_FreesTheLock()
    {
        var act = () =>
        {
            using (_lock.Hold())
                throw new InvalidOperationException();
        };

        act.Should().Throw<InvalidOperationException>();

        _lock.Hold().Dispose();
    }

    private static void Ends(Thread thread) => Waiting.Until(() => !thread.IsAlive, "It did not end: a deadlock?");

    private static Thread Start(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private sealed class TestLock : HybridLock;
}
