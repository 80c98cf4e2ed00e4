using System.Diagnostics.Metrics;

namespace BudgetEnforcement.Soak;

/// <summary>Looks on while all others work: at reports, at what is admitted, and at the metrics, with listeners that come and go.</summary>
internal sealed class Watcher(World world)
{
    private readonly Dictionary<BudgetEnforcer, long> _resets = [];
    private readonly HashSet<(string Instrument, string Tags)> _series = [];
    private int _measurements;

    /// <summary>Looks on until it is told to stop, on the thread of the caller.</summary>
    internal void Watch(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var listener = Listen();
            for (var i = 0; i < 32 && !stop.WaitHandle.WaitOne(1); i++)
                LookOnce(listener);
            world.Findings.Count("metric listeners");
        }
    }

    private void LookOnce(MeterListener listener)
    {
        ReportRules.CheckAdmitted(world.Admitted.Budget.GetStatus(), world.Findings);
        world.Grid.Look(world.Findings);
        Look(world.Organisation);
        foreach (var team in world.Teams)
            Look(team.Budget);
        _series.Clear();
        listener.RecordObservableInstruments();
        world.Findings.Require(_series.Count > 0, "named budgets are measured");
        world.Findings.Count("snapshots");
    }

    private void Look(BudgetEnforcer budget)
    {
        var report = budget.GetStatus();
        ReportRules.Check(report, world.Findings);
        world.Findings.Require(report.Resets >= _resets.GetValueOrDefault(budget), "resets are never taken back", report.Resets);
        _resets[budget] = report.Resets;
    }

    private MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "BudgetEnforcement")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            world.Findings.Require(double.IsFinite(value) && value >= 0, "what is measured is a number", value);
            var series = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            if (instrument.IsObservable)
                world.Findings.Require(_series.Add((instrument.Name, series)), "budgets of one name are one series", series);
        });
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            // Rejections come on the threads of the refused callers.
            if (unchecked((uint)Interlocked.Increment(ref _measurements)) % 257 == 0)
                throw new InvalidOperationException("A listener is broken.");
        });
        listener.Start();
        return listener;
    }
}
