namespace BudgetEnforcement.Tests.Runs;

/// <summary>A thread pool that does nothing until this is disposed: all of its threads are blocked, and no more are made for a while.</summary>
/// <remarks>Made and used on a thread that is not the pool's; only tests that run alone may do this.</remarks>
internal sealed class StarvedPool : IDisposable
{
    private readonly ManualResetEventSlim _end = new();
    private readonly CountdownEvent _left;

    internal StarvedPool()
    {
        // The pool adds a thread or two a second; this many blockers keep it busy for longer than any test here takes.
        const int Blockers = 400;
        _left = new CountdownEvent(Blockers);
        for (var i = 0; i < Blockers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static pool =>
                {
                    pool._end.Wait();
                    pool._left.Signal();
                },
                this,
                preferLocal: false);
        }
    }

    public void Dispose()
    {
        _end.Set();
        _left.Wait();
        _left.Dispose();
        _end.Dispose();
    }
}
