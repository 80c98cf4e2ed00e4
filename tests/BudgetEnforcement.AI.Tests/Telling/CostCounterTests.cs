using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BudgetEnforcement.AI.Tests.Telling;

public sealed class CostCounterTests
{
    private readonly string _meterName = "meter-" + Guid.NewGuid();

    [Fact]
    public void Listener_ThatThrowsWhileTheCounterIsMade_LeavesItToTheOthers()
    {
        var counted = 0d;
        using var counting = new MeterListener { InstrumentPublished = Enable };
        counting.SetMeasurementEventCallback<double>((_, cost, _, _) => counted += cost);
        counting.Start();
        using var broken = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == _meterName)
                    throw new InvalidOperationException("A listener that throws.");
            },
        };
        broken.Start();
        var costs = new CostCounter(_meterName);

        costs.MakeOnce();
        costs.MakeOnce();
        costs.Add(0.25, new TagList());

        (costs.IsEnabled, counted).Should().Be((true, 0.25));
    }

    [Fact]
    public void Listener_ThatThrowsWhileACostIsCounted_ReachesNobody()
    {
        using var broken = new MeterListener { InstrumentPublished = Enable };
        broken.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("A listener that throws."));
        broken.Start();
        var costs = new CostCounter(_meterName);
        costs.MakeOnce();

        costs.Invoking(it => it.Add(0.25, new TagList())).Should().NotThrow();
    }

    private void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == _meterName)
            listener.EnableMeasurementEvents(instrument);
    }
}
