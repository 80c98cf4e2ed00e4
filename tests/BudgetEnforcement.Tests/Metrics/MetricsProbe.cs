using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace BudgetEnforcement.Tests.Metrics;

/// <summary>What an exporter would see of the budgets of one name. The meter is one for the process, so each test has a name of its own.</summary>
internal sealed class MetricsProbe
{
    // The first named budget of the process makes the instruments, and no other budget waits for that; a test does.
    private static readonly Lazy<bool> Instruments = new(AwaitInstruments);

    internal MetricsProbe() => Instruments.Value.Should().BeTrue();

    internal string Name { get; } = $"budget-{Guid.NewGuid():N}";

    internal BudgetEnforcer Budget(decimal limit, BudgetEnforcer? under = null) =>
        under is null ? Budgets.Named(Name, limit) : under.Child(limit, Name);

    /// <summary>The measurements of an instrument for budgets of this name.</summary>
    internal IReadOnlyList<CollectedMeasurement<double>> Observe(string instrument)
    {
        using var collector = new MetricCollector<double>(null, "BudgetEnforcement", "budget_enforcement." + instrument);
        collector.RecordObservableInstruments();
        return [.. collector.GetMeasurementSnapshot().Where(measurement => Equals(measurement.Tags["name"], Name))];
    }

    /// <summary>The one value of an instrument.</summary>
    internal double Value(string instrument) => Observe(instrument).Should().ContainSingle().Which.Value;

    /// <summary>Runs the collector until dropped objects have been finalized.</summary>
    internal static void Collect()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static bool AwaitInstruments()
    {
        using var isLastMade = new ManualResetEventSlim();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument is { Meter.Name: "BudgetEnforcement", Name: "budget_enforcement.cost" })
                    isLastMade.Set();
            },
        };
        listener.Start();
        _ = Budgets.Named("the first", 1m);
        Waiting.IsSet(isLastMade);
        return true;
    }
}
