namespace BudgetEnforcement.Tests;

/// <summary>Threads that play runs together: they meet before each one, awake and on the spot, so that its calls really overlap.</summary>
internal sealed class ParallelCrew : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim[] _begin;
#pragma warning disable CA2213 // A thread that hangs may still come to it; it holds only memory.
    private readonly SemaphoreSlim _ended = new(0);
#pragma warning restore CA2213
    private IReadOnlyList<ParallelRun> _runs = [];
    private volatile bool _isOver;
    private int _met;

    internal ParallelCrew(int size)
    {
        _begin = [.. Enumerable.Range(0, size).Select(_ => new SemaphoreSlim(0))];
        for (var i = 0; i < size; i++)
        {
            var number = i;
            new Thread(() => Work(number)) { IsBackground = true, Name = $"parallel {i}" }.Start();
        }
    }

    /// <summary>Plays runs of one program, one after the other.</summary>
    internal void Play(IReadOnlyList<ParallelRun> runs)
    {
        var threads = runs[0].Threads;
        (_runs, _met) = (runs, 0);
        for (var i = 0; i < threads; i++)
            _begin[i].Release();
        foreach (var run in runs.Where(run => run.Program.Pace == ParallelPace.StopAndGo))
            run.StopAndGo();
        for (var i = 0; i < threads; i++)
        {
            if (!_ended.Wait(Patience, CancellationToken.None))
                throw new TimeoutException($"It did not end: a deadlock?\n{runs[0].Program}");
        }
    }

    public void Dispose()
    {
        _isOver = true;
        foreach (var begin in _begin)
            begin.Release();
    }

    private void Work(int number)
    {
        while (true)
        {
            _begin[number].Wait();
            if (_isOver)
                return;
            for (var i = 0; i < _runs.Count; i++)
            {
                ParallelMeeting.Wait(ref _met, _runs[i].Threads * (i + 1));
                _runs[i].Play(number);
            }

            _ended.Release();
        }
    }
}
