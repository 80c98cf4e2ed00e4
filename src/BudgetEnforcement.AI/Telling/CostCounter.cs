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

    /// <summary>Whether a listener is there.</summary>
    internal bool IsEnabled => Volatile.Read(ref _counter) is { Enabled: true };

    /// <summary>Makes the instrument, unless it is made already.</summary>
    /// <remarks>This is not a type initializer, because making an instrument calls listeners and no other thread may wait for them.</remarks>
    internal void MakeOnce()
    {
        if (Volatile.Read(ref _isMade) != 0 || Interlocked.Exchange(ref _isMade, 1) != 0)
            return;
        Volatile.Write(ref _counter, QuietCounter.Make<double>(_meter, Name, "{currency}", "What calls of models cost, as it was recorded."));
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
            // An exception of a listener has no log to go to.
        }
    }
}
