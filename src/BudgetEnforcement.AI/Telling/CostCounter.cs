using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BudgetEnforcement.AI;

/// <summary>The instrument that counts what calls cost.</summary>
#pragma warning disable CA1001 // The meter lives as long as the process.
internal sealed class CostCounter(string meterName)
#pragma warning restore CA1001
{
    internal const string Name = "budget_enforcement.ai.cost";

    private readonly Meter _meter = new(meterName, typeof(CostCounter).Assembly.GetName().Version?.ToString(3));
    private Counter<double>? _counter;
    private int _isMade;

    /// <summary>Whether somebody listens.</summary>
    internal bool IsEnabled => Volatile.Read(ref _counter) is { Enabled: true };

    /// <summary>Makes the instrument, unless it is made already.</summary>
    /// <remarks>This is not a type initializer, because making an instrument calls listeners and no other thread may wait for them.</remarks>
    internal void MakeOnce()
    {
        if (Volatile.Read(ref _isMade) != 0 || Interlocked.Exchange(ref _isMade, 1) != 0)
            return;
        Volatile.Write(ref _counter, Make() ?? Find());
    }

    internal void Add(double cost, in TagList tags)
    {
        try
        {
            Volatile.Read(ref _counter)?.Add(cost, tags);
        }
#pragma warning disable CA1031 // A listener is foreign code, and the caller must not see what it throws.
        catch
#pragma warning restore CA1031
        {
            // There is no log for what a listener throws.
        }
    }

    private Counter<double>? Make()
    {
        try
        {
            return _meter.CreateCounter<double>(Name, "{currency}", "What calls of models cost, as it was recorded.");
        }
#pragma warning disable CA1031 // As above.
        catch
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>
    /// Finds the counter after a listener threw while it was made. The meter has the counter, and listeners may have subscribed to it, but
    /// the call that made it did not return. A new listener sees every instrument of the meter.
    /// </summary>
    private Counter<double>? Find()
    {
        Counter<double>? found = null;
        using var finder = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter, _meter) && instrument is Counter<double> { Name: Name } counter)
                    found = counter;
            },
        };
        finder.Start();
        return found;
    }
}
