using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// A lock for sections of some nanoseconds. It costs half of what a monitor does: one atomic operation takes it, and a plain write frees it. A
/// thread that finds it taken spins for some microseconds and then sleeps.
/// </summary>
/// <remarks>
/// <para>
/// Neither taking nor freeing it throws, and freeing it never waits. A thread that is interrupted while it waits for the lock goes on waiting, and
/// is interrupted at its next wait for something else.
/// </para>
/// <para>
/// A thread that frees the lock wakes a sleeper only where it can do so at once, so a sleeper may be overlooked. Therefore each sleep ends by
/// itself after a millisecond, or after a tick of the system's timer where that is longer. Nothing else depends on being woken: the atomic
/// operation alone decides who has the lock.
/// </para>
/// <para>
/// It is not recursive, which a debug build asserts, and not fair: a thread that comes may pass one that is being woken. The switch
/// <c>BudgetEnforcement.UseMonitors</c> of <see cref="AppContext"/>, read once, has it use monitors instead, for tools that control the schedule of
/// threads and know only those.
/// </para>
/// <para>A base class, because a tree of budgets is small and has just one.</para>
/// </remarks>
#pragma warning disable CA2002 // Nothing outside gets hold of it, so no other code can lock it.
#pragma warning disable CA1822 // What a release build leaves empty is not static in a debug build.
internal abstract class HybridLock
{
    internal const string UseMonitorsSwitch = "BudgetEnforcement.UseMonitors";

    private const int Spins = 20;
    private const int LongestSleepMilliseconds = 1;

    private static readonly bool UsesMonitors = AppContext.TryGetSwitch(UseMonitorsSwitch, out var isOn) && isOn;

    private int _isTaken;
    private int _sleepers;
#if DEBUG
    private int _owner;
#endif

    /// <summary>Whether some thread has it.</summary>
    internal bool IsTaken => UsesMonitors ? Monitor.IsEntered(this) : Volatile.Read(ref _isTaken) != 0;

    /// <summary>Takes the lock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Enter()
    {
        AssertNotMine();
        if (UsesMonitors)
            Monitor.Enter(this);
        else if (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
            EnterSlowly();
        Own(Environment.CurrentManagedThreadId);
    }

    /// <summary>Frees the lock, which this thread has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Exit()
    {
        Own(0);
        if (UsesMonitors)
        {
            Monitor.Exit(this);
            return;
        }

        Volatile.Write(ref _isTaken, 0);
        if (Volatile.Read(ref _sleepers) != 0)
            WakeOne();
    }

    /// <summary>Takes the lock and frees it when the scope is disposed of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Scope EnterScope()
    {
        Enter();
        return new Scope(this);
    }

    /// <summary>Asserts, in a debug build, that this thread has the lock.</summary>
    [Conditional("DEBUG")]
    internal void AssertEntered()
    {
#if DEBUG
        Debug.Assert(_owner == Environment.CurrentManagedThreadId, "This thread has not taken the lock.");
#endif
    }

    private void EnterSlowly()
    {
        if (TryEnterSpinning())
            return;
        var isInterrupted = false;
        Interlocked.Increment(ref _sleepers);

        // Every thread that frees the lock from now on sees that there is a sleeper, although it reads that without a barrier of its own.
        Interlocked.MemoryBarrierProcessWide();
        while (!TryEnterSpinning())
        {
            try
            {
                Sleep();
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        Interlocked.Decrement(ref _sleepers);
        if (isInterrupted)
            Thread.CurrentThread.Interrupt();
    }

    private void Sleep()
    {
        lock (this)
        {
            if (Volatile.Read(ref _isTaken) != 0)
                Monitor.Wait(this, LongestSleepMilliseconds);
        }
    }

    private bool TryEnterSpinning()
    {
        var spinner = default(SpinWait);
        for (var i = 0; i < Spins; i++)
        {
            if (Volatile.Read(ref _isTaken) == 0 && Interlocked.CompareExchange(ref _isTaken, 1, 0) == 0)
                return true;
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WakeOne()
    {
        if (!Monitor.TryEnter(this))
            return; // Another thread is at it, or is just about to sleep or awake.
        try
        {
            Monitor.Pulse(this);
        }
        finally
        {
            Monitor.Exit(this);
        }
    }

    [Conditional("DEBUG")]
    private void AssertNotMine()
    {
#if DEBUG
        Debug.Assert(_owner != Environment.CurrentManagedThreadId, "The lock is not recursive.");
#endif
    }

    [Conditional("DEBUG")]
    private void Own(int thread)
    {
#if DEBUG
        _owner = thread;
#endif
    }

    /// <summary>Frees the lock when it is disposed of.</summary>
    internal readonly ref struct Scope(HybridLock taken)
    {
        private readonly HybridLock _taken = taken;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose() => _taken.Exit();
    }
}
