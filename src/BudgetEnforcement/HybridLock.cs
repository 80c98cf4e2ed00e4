using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// A lock for sections of some nanoseconds. It costs half of what a monitor does: one atomic operation takes it, and a plain write frees it. A
/// thread that finds it taken spins for some microseconds and then sleeps.
/// </summary>
/// <remarks>
/// <para>
/// The plain write is why a thread that goes to sleep may be overlooked: the one that frees the lock may look for sleepers before its write is
/// seen. Then nobody wakes the sleeper, so it sleeps a millisecond at most and looks again. Nothing else depends on it: who has the lock is decided
/// by the atomic operation alone.
/// </para>
/// <para>
/// It is not recursive, and not fair: a thread that comes may pass one that is being woken. The switch <c>BudgetEnforcement.UseMonitors</c> of
/// <see cref="AppContext"/>, read once, has it use monitors instead, for tools that control the schedule of threads and know only those.
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

    /// <summary>Whether some thread has it; in a debug build, whether this one does.</summary>
    internal bool IsEntered
    {
        get
        {
            if (UsesMonitors)
                return Monitor.IsEntered(this);
#if DEBUG
            return _owner == Environment.CurrentManagedThreadId;
#else
            return _isTaken != 0;
#endif
        }
    }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted in its sleep. The lock was not taken.</exception>
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
        if (_sleepers != 0)
            WakeOne();
    }

    /// <summary>Takes the lock until what is returned is disposed of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Section Hold()
    {
        Enter();
        return new Section(this);
    }

    private void EnterSlowly()
    {
        if (TryEnterSpinning())
            return;
        Interlocked.Increment(ref _sleepers);
        try
        {
            lock (this)
            {
                while (!TryEnterSpinning())
                    Monitor.Wait(this, LongestSleepMilliseconds);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _sleepers);
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
        lock (this)
            Monitor.Pulse(this);
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

    /// <summary>What has the lock until it is disposed of.</summary>
    internal readonly ref struct Section(HybridLock held)
    {
        private readonly HybridLock _held = held;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose() => _held.Exit();
    }
}
