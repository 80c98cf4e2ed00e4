namespace BudgetEnforcement.Benchmarks;

/// <summary>
/// Shares out passes among threads that start together; the caller is one of them. Alone, it is a loop and nothing else.
/// </summary>
internal sealed class Crew : IDisposable
{
    private readonly int _threads;
    private readonly Barrier _barrier;
    private readonly List<Thread> _helpers = [];
    private Func<int> _pass = () => 0;
    private int _passesEach;
    private long _sum;
    private volatile bool _isOver;

    internal Crew(int threads)
    {
        _threads = threads;
        _barrier = new Barrier(threads);
        for (var i = 1; i < threads; i++)
        {
            var helper = new Thread(Help) { IsBackground = true };
            helper.Start();
            _helpers.Add(helper);
        }
    }

    /// <summary>Runs a pass the given number of times in total.</summary>
    /// <returns>The sum of what the passes returned, so that none of their work is in vain.</returns>
    internal long Run(int passes, Func<int> pass)
    {
        _pass = pass;
        _passesEach = passes / _threads;
        _sum = 0;
        Work();
        return Volatile.Read(ref _sum);
    }

    public void Dispose()
    {
        _isOver = true;
        _barrier.SignalAndWait();
        _helpers.ForEach(helper => helper.Join());
        _barrier.Dispose();
    }

    private void Help()
    {
        while (TryWork())
        {
        }
    }

    private bool TryWork()
    {
        _barrier.SignalAndWait();
        if (_isOver)
            return false;
        WorkAlone();
        _barrier.SignalAndWait();
        return true;
    }

    private void Work()
    {
        if (_threads == 1)
            WorkAlone();
        else
            _ = TryWork();
    }

    private void WorkAlone()
    {
        var sum = 0L;
        for (var i = 0; i < _passesEach; i++)
            sum += _pass();
        Interlocked.Add(ref _sum, sum);
    }
}
