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
                using (_lock.EnterScope())
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
            using (_lock.EnterScope())
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
                _lock.EnterScope().Dispose();
        })).ToList();

        var turns = 0;
        var one = Start(() =>
        {
            for (; turns < 200; turns++)
                _lock.EnterScope().Dispose();
        });

        Ends(one);
        isOver.Cancel();
        others.ForEach(other => Ends(other));
    }

    [Fact]
    public void Enter_InterruptedInItsSleep_TakesTheLockAndIsInterruptedLater()
    {
        Exception? thrownByTaking = null, thrownLater = null;
        _lock.Enter();
        var waiter = Start(() =>
        {
            thrownByTaking = Record.Exception(() => _lock.EnterScope().Dispose());
            thrownLater = Record.Exception(() => new ManualResetEventSlim().Wait(Timeout.Infinite, CancellationToken.None));
        });
        Waiting.Until(() => waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin));

        waiter.Interrupt();
        _lock.Exit();

        Ends(waiter);
        thrownByTaking.Should().BeNull();
        thrownLater.Should().BeOfType<ThreadInterruptedException>();
    }

    [Fact]
    public void Exit_OfAThreadThatIsInterrupted_NeitherThrowsNorWaits()
    {
        var failures = 0;
        var rounds = 0;
        using var isOver = new CancellationTokenSource();
        var one = Start(() =>
        {
            for (; rounds < 2000; rounds++)
            {
                if (Record.Exception(() => _lock.EnterScope().Dispose()) is not null)
                    Interlocked.Increment(ref failures);
            }
        });
        var others = Enumerable.Range(0, 3).Select(_ => Start(() =>
        {
            while (!isOver.IsCancellationRequested)
            {
                using (_lock.EnterScope())
                    Thread.SpinWait(2000); // Long enough for the others to go to sleep.
            }
        })).ToList();
        while (one.IsAlive)
            one.Interrupt();

        isOver.Cancel();
        others.ForEach(Ends);
        failures.Should().Be(0);
    }

    [Fact]
    public void EnterScope_SectionThatThrows_FreesTheLock()
    {
        var act = () =>
        {
            using (_lock.EnterScope())
                throw new InvalidOperationException();
        };

        act.Should().Throw<InvalidOperationException>();

        _lock.EnterScope().Dispose();
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
