using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Soak;

/// <summary>
/// A logger, handlers, callbacks and a metric listener of one tree that are slow, throw, call back and hang, by turns. A listener that hangs does so until
/// <see cref="LetGo"/>, on every thread that is not spared. So everything that the creating thread sees come true before that came true while listeners
/// hang.
/// </summary>
internal sealed class HostileListeners : ILogger<BudgetEnforcer>, IDisposable
{
    [ThreadStatic]
    private static bool _isCallingBack;

    [ThreadStatic]
    private static bool _isSpared;

    private readonly ManualResetEventSlim _go = new();
    private readonly Findings _findings;
    private MeterListener? _metrics;
    private int _calls;
    private int _inside;

    internal HostileListeners(Churn churn)
    {
        _findings = churn.Findings;
        _calls = churn.Random.Next(4);
        Name = $"hostile-{Environment.CurrentManagedThreadId}";
        SpareThisThread();
    }

    /// <summary>The name of the budgets whose refusals the metric listener is hostile to: no other thread has such.</summary>
    internal string Name { get; }

    /// <summary>The budget on which listeners that call back spend; what they have spent there is in <see cref="Ledger"/>.</summary>
    internal BudgetEnforcer? CalledBack { get; set; }

    internal Ledger Ledger { get; } = new();

    /// <summary>How many calls have not returned.</summary>
    internal int Inside => Volatile.Read(ref _inside);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        if (logLevel > LogLevel.Debug)
            Behave();
        return true;
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel > LogLevel.Debug)
            Behave();
    }

    public void Dispose()
    {
        _metrics?.Dispose();
        _go.Dispose();
    }

    /// <summary>Nothing hangs on this thread from now on.</summary>
    internal static void SpareThisThread() => _isSpared = true;

    internal void ListenTo(params ReadOnlySpan<BudgetEnforcer> budgets)
    {
        foreach (var budget in budgets)
        {
            budget.ThresholdCrossed += (_, _) => Behave();
            budget.PeriodEnded += (_, _) => Behave();
        }
    }

    internal void ListenToMetrics()
    {
        _metrics = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "BudgetEnforcement" && !instrument.IsObservable)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        _metrics.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Value is string name && name == Name)
                    Behave();
            }
        });
        _metrics.Start();
    }

    /// <summary>Keeps every thread that the pool has now, and some that it adds, until <see cref="LetGo"/>.</summary>
    internal void StarvePool()
    {
        for (var i = ThreadPool.ThreadCount + 8; i > 0; i--)
        {
            Interlocked.Increment(ref _inside);
            ThreadPool.UnsafeQueueUserWorkItem(
                static listeners =>
                {
                    listeners._go.Wait();
                    Interlocked.Decrement(ref listeners._inside);
                },
                this,
                preferLocal: false);
        }
    }

    internal void LetGo() => _go.Set();

    internal void Behave()
    {
        Interlocked.Increment(ref _inside);
        try
        {
            switch (unchecked((uint)Interlocked.Increment(ref _calls)) % 4)
            {
                case 0 when !_isSpared:
                    _findings.Count("listeners that hung");
                    _go.Wait();
                    break;
                case 1:
                    _findings.Count("listeners that were slow");
                    _go.Wait(TimeSpan.FromMilliseconds(2));
                    break;
                case 2 when CalledBack is { } budget && !_isCallingBack:
                    CallBack(budget);
                    break;
                default:
                    _findings.Count("listeners that threw");
                    throw new InvalidOperationException("A listener is hostile.");
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private void CallBack(BudgetEnforcer budget)
    {
        _findings.Count("listeners that called back");
        _isCallingBack = true;
        try
        {
            Ledger.Add(0.001m);
            budget.AddCost(0.001m);
            using var reservation = budget.TryReserve(0.001m, out var held) ? held : null;
            using var source = budget.CreateLinkedTokenSource(budget.ExceededToken);
            budget.ThresholdCrossed += Ignore;
            budget.AdjustLimit(0.001m);
            var child = budget.CreateChild(new BudgetOptions { Limit = 0m });
            _ = child.TryAddCost(1m);
            child.Close();
            ReportRules.Check(budget.GetStatus(), _findings);
            budget.ThresholdCrossed -= Ignore;
        }
        finally
        {
            _isCallingBack = false;
        }

        static void Ignore(object? sender, BudgetThresholdCrossedEventArgs crossing)
        {
            // The handler is only added and removed.
        }
    }
}
