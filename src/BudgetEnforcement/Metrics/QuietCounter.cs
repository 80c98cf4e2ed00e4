using System.Diagnostics.Metrics;

namespace BudgetEnforcement;

/// <summary>Makes counters, and swallows what listeners throw meanwhile: they are foreign code, and no log is at hand.</summary>
/// <remarks>Compiled into each package that counts.</remarks>
internal static class QuietCounter
{
    internal static Counter<T>? Make<T>(Meter meter, string name, string unit, string description)
        where T : struct
    {
        try
        {
            return meter.CreateCounter<T>(name, unit, description);
        }
#pragma warning disable CA1031 // A listener may throw anything.
        catch
#pragma warning restore CA1031
        {
            return Find<T>(meter, name);
        }
    }

    /// <summary>
    /// Finds the counter after a listener threw while it was made. The meter has the counter, and listeners may have subscribed to it, but
    /// the call that made it did not return. A new listener sees every instrument of the meter.
    /// </summary>
    private static Counter<T>? Find<T>(Meter meter, string name)
        where T : struct
    {
        Counter<T>? found = null;
        using var finder = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter, meter) && instrument is Counter<T> counter && counter.Name == name)
                    found = counter;
            },
        };
        finder.Start();
        return found;
    }
}
