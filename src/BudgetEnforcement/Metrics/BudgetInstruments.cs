using System.Diagnostics.Metrics;

namespace BudgetEnforcement;

/// <summary>The instruments of the meter.</summary>
#pragma warning disable CA1001 // The meter lives as long as the process.
internal sealed class BudgetInstruments(string meterName)
#pragma warning restore CA1001
{
    private readonly Meter _meter = new(meterName, typeof(BudgetInstruments).Assembly.GetName().Version?.ToString(3));
    private Counter<long>? _rejections;
    private int _isMade;

    /// <summary>Counts refusals; null until the first budget is published.</summary>
    internal Counter<long>? Rejections => Volatile.Read(ref _rejections);

    /// <summary>Makes the instruments, unless they are made already.</summary>
    /// <remarks>
    /// This is not a type initializer, because making an instrument calls listeners and no other thread may wait for them.
    /// </remarks>
    internal void MakeOnce()
    {
        if (Volatile.Read(ref _isMade) != 0 || Interlocked.Exchange(ref _isMade, 1) != 0)
            return;
        Volatile.Write(ref _rejections, QuietCounter.Make<long>(_meter, "budget_enforcement.rejections", "{rejection}", "How often a budget refused an amount."));
        Make(() => _meter.CreateObservableUpDownCounter("budget_enforcement.limit", () => Observe(static total => total.Limit), "{currency}", "The most that may be spent."));
        Make(() => _meter.CreateObservableUpDownCounter("budget_enforcement.usage", ObserveUsage, "{currency}", "What is spent and what is reserved."));
        Make(() => _meter.CreateObservableGauge("budget_enforcement.utilization", () => Observe(static total => total.Utilization), "1", "What portion of the limit is spent."));
        Make(() => _meter.CreateObservableUpDownCounter("budget_enforcement.overage", () => Observe(static total => total.Overage), "{currency}", "What was committed above its reservations."));
        Make(() => _meter.CreateObservableUpDownCounter("budget_enforcement.open_reservations", () => Observe(static total => total.OpenReservations), "{reservation}", "How many reservations are open."));
        Make(() => _meter.CreateObservableUpDownCounter("budget_enforcement.waiters", () => Observe(static total => total.Waiters), "{waiter}", "How many wait for room."));
        Make(() => _meter.CreateObservableCounter("budget_enforcement.cost", () => Observe(static total => total.Recorded), "{currency}", "What was recorded as cost in total."));
    }

    // A listener that throws must not break every named budget. The meter has the instrument all the same.
    private static void Make(Func<Instrument> make)
    {
        try
        {
            make();
        }
#pragma warning disable CA1031 // A listener is foreign code.
        catch
#pragma warning restore CA1031
        {
            // There is no log for what a listener throws.
        }
    }

    private static IEnumerable<Measurement<double>> Observe(Func<SeriesTotal, double> value)
    {
        foreach (var (series, total) in BudgetMetrics.ReadAll())
            yield return new Measurement<double>(value(total), series.Tags);
    }

    private static IEnumerable<Measurement<double>> ObserveUsage()
    {
        foreach (var (series, total) in BudgetMetrics.ReadAll())
        {
            yield return new Measurement<double>(total.Spent, [.. series.Tags, new("state", "spent")]);
            yield return new Measurement<double>(total.Reserved, [.. series.Tags, new("state", "reserved")]);
        }
    }
}
