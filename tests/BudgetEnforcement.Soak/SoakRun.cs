using System.Globalization;
using BudgetEnforcement.Soak.Scenarios;

namespace BudgetEnforcement.Soak;

/// <summary>Round after round: all workers work, all workers stop, and the run looks at everything.</summary>
internal sealed class SoakRun
{
    private const int OperationsBetweenCollections = 50_000;

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    private readonly SoakOptions _options;
    private readonly TextWriter _output;
    private readonly Findings _findings = new();
    private readonly Growth _growth = new();
    private readonly World _world;
    private readonly Quiescence _quiescence;
    private readonly Watcher _watcher;
    private readonly List<Churn> _busy;
    private readonly List<Churn> _waiting;
    private readonly List<Churn> _hostile;
    private long _operations;

    internal SoakRun(SoakOptions options, TextWriter output)
    {
        (_options, _output) = (options, output);

        // Without a limit the pool would grow each time that it is starved, and be harder to starve.
        ThreadPool.GetMaxThreads(out _, out var ports);
        ThreadPool.SetMaxThreads(options.MostPoolThreads, ports);
        _world = new World(_findings);
        _quiescence = new Quiescence(_world);
        _watcher = new Watcher(_world);
        _busy = Workers(options.Threads, 0);
        _waiting = Workers(options.Threads * 2, options.Threads);
        _hostile = Workers((options.Threads + 1) / 2, options.Threads * 3);
    }

    /// <returns>The exit code: 0 where every rule held and nothing grew, 1 otherwise.</returns>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await _output.WriteLineAsync($"soak: {_options.Duration}, rounds of {_options.Round}, {_options.Threads} threads, seed {_options.Seed}");
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        var start = TimeProvider.System.GetTimestamp();
        TimeSpan elapsed;
        var rounds = 0;
        do
        {
            if (!await RunRoundAsync(rounds, cancellationToken))
                break;
            elapsed = TimeProvider.System.GetElapsedTime(start);
            await MeasureAsync(rounds++, elapsed);
        }
        while (_findings.FailureCount == 0 && elapsed < _options.Duration && !cancellationToken.IsCancellationRequested);

        TaskScheduler.UnobservedTaskException -= OnUnobserved;
        return await TellVerdictAsync(isWhole: rounds >= Growth.FewestRounds);
    }

    private List<Churn> Workers(int count, int first) =>
        [.. Enumerable.Range(first, count).Select(n => new Churn(_world, new Random((_options.Seed * 1009) + n)))];

    // Nothing of a round may stay on the stack while it is measured.
    private async Task<bool> RunRoundAsync(int round, CancellationToken cancellationToken)
    {
        _world.BeginRound(round);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> busy = [.. _busy.Select(churn => OnThread(churn, Scenario.Busy)), Task.Factory.StartNew(
            () => Guard("watcher", () => _watcher.Watch(stop.Token)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)];
        List<Task> hostile = [.. _hostile.Select(churn => OnThread(churn, Scenario.Hostile))];
        List<Task> waiting = [.. _waiting.Select(churn => Task.Run(() => WorkAsync(churn, Scenario.Waiting, stop.Token), CancellationToken.None))];
        await Task.Delay(_options.Round, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stop.CancelAsync();

        // Every call that still waits is served now, or has been lost.
        var end = TimeProvider.System.GetTimestamp();
        var all = Task.WhenAll([.. busy, .. hostile, .. waiting]);
        while (!all.IsCompleted && TimeProvider.System.GetElapsedTime(end) < LongestEnd)
        {
            _world.MakeRoom();
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None));
        }

        if (!all.IsCompleted)
        {
            var stuck = _busy.Zip(busy).Concat(_hostile.Zip(hostile)).Concat(_waiting.Zip(waiting)).Where(worker => !worker.Second.IsCompleted).Select(worker => worker.First.Scenario);
            _findings.Fail($"everybody ends within {LongestEnd}; found: still at {string.Join(", ", stuck)}");
            return false;
        }

        await _quiescence.RequireAsync();
        return true;

        Task OnThread(Churn churn, IReadOnlyList<Scenario> scenarios) => Task.Factory.StartNew(
            () => WorkAsync(churn, scenarios, stop.Token).GetAwaiter().GetResult(),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private async Task MeasureAsync(int round, TimeSpan elapsed)
    {
        // Measures on a thread whose stack holds nothing of the round.
        await Task.Yield();
        var footprint = Footprint.Measure();
        await _quiescence.RequireDroppedAsync();
        _growth.Add(footprint);
        await _output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{elapsed:hh\\:mm\\:ss} round {round + 1}: {Interlocked.Read(ref _operations):N0} operations, {footprint}, {_world.Clock.Timers.Value} timers, {_findings.FailureCount} failures"));
    }

    private async Task WorkAsync(Churn churn, IReadOnlyList<Scenario> scenarios, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && _findings.FailureCount == 0)
        {
            var scenario = Scenario.Choose(scenarios, churn.Random);
            churn.Scenario = scenario.Name;
            try
            {
                await scenario.RunAsync(churn);
            }
            catch (Exception exception)
            {
                _findings.Fail($"{scenario.Name}: {exception}");
            }

            _findings.Count($"scenario: {scenario.Name}");

            // So the dead that a weak list still holds are those of this many operations, and not of the time that a large gen0 lasts.
            if (Interlocked.Increment(ref _operations) % OperationsBetweenCollections == 0)
                GC.Collect();
        }
    }

    private void Guard(string name, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            _findings.Fail($"{name}: {exception}");
        }
    }

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs unobserved) =>
        _findings.Fail($"no exception is left unobserved; found: {unobserved.Exception}");

    private async Task<int> TellVerdictAsync(bool isWhole)
    {
        var growth = _growth.Judge(_findings);
        if (isWhole)
        {
            foreach (var scenario in Scenario.All)
                _findings.Require(_findings.Tally.Any(entry => entry.Key == $"scenario: {scenario.Name}"), "every scenario runs", scenario.Name);
        }

        await _output.WriteLineAsync($"happened: {string.Join(", ", _findings.Tally.Select(entry => FormattableString.Invariant($"{entry.Key} {entry.Value:N0}")))}");
        await _output.WriteLineAsync(growth);
        foreach (var failure in _findings.Failures)
            await _output.WriteLineAsync($"FAILED: {failure}");
        await _output.WriteLineAsync(_findings.FailureCount == 0 ? "soak passed" : $"soak failed: {_findings.FailureCount} failures");
        return _findings.FailureCount == 0 ? 0 : 1;
    }
}
