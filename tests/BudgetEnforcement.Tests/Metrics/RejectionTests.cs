using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace BudgetEnforcement.Tests.Metrics;

/// <summary>Refusals are counted at the budget that was asked.</summary>
public class RejectionTests
{
    private readonly MetricsProbe _probe = new();

    [Fact]
    public void Refusals_OfAChild_AreCountedAtTheChildWithWhoDecided()
    {
        using var rejections = Collector();
        var team = Budgets.Named("team", 1m);
        var job = _probe.Budget(100m, under: team);

        job.TryAddCost(2m);
        job.TryReserve(2m, out _);
        job.TryAddCost(1m);

        rejections.GetMeasurementSnapshot().Where(m => Equals(m.Tags["name"], _probe.Name)).Should().HaveCount(2).And.OnlyContain(m =>
            m.Value == 1 && Equals(m.Tags["currency"], "USD") && Equals(m.Tags["parent"], "team") && Equals(m.Tags["decided_by"], "team"));
    }

    [Fact]
    public void Refusals_OfItsOwn_AreDecidedByItself()
    {
        using var rejections = Collector();

        _probe.Budget(1m).TryAddCost(2m);

        rejections.GetMeasurementSnapshot().Where(m => Equals(m.Tags["name"], _probe.Name)).Should().ContainSingle().Which.Tags.Should().Equal(
            new Dictionary<string, object?> { ["name"] = _probe.Name, ["currency"] = "USD", ["decided_by"] = _probe.Name });
    }

    [Fact]
    public void Refusals_BeneathAnUnnamedParent_HaveTheNearestNamedOneAsTheirParent()
    {
        using var rejections = Collector();
        var organisation = new BudgetEnforcer(new BudgetOptions { Name = "organisation", Limit = 100m });

        _probe.Budget(1m, under: organisation.Child(50m).Child(50m)).TryAddCost(2m);

        rejections.GetMeasurementSnapshot().Where(m => Equals(m.Tags["name"], _probe.Name)).Should().ContainSingle().Which.Tags["parent"].Should().Be("organisation");
    }

    [Fact]
    public void Refusals_OfAMeter_AreCounted()
    {
        using var rejections = Collector();
        var budget = _probe.Budget(1m);

        budget.Invoking(it => it.StartMeter(3_600m, new CostMeterOptions { Slice = TimeSpan.FromSeconds(10) })).Should().Throw<BudgetExceededException>();

        rejections.GetMeasurementSnapshot().Where(m => Equals(m.Tags["name"], _probe.Name)).Should().ContainSingle().Which.Value.Should().Be(1);
    }

    [Fact]
    public void Refusals_DecidedByAnUnnamedBudget_AreCounted()
    {
        using var rejections = Collector();

        _probe.Budget(10m, under: new BudgetEnforcer(1m)).TryAddCost(2m);

        rejections.GetMeasurementSnapshot().Where(m => Equals(m.Tags["name"], _probe.Name)).Should().ContainSingle()
            .Which.Tags["decided_by"].Should().Be("default");
    }

    [Fact]
    public void Refusals_OfAnUnnamedChild_AreNotCounted()
    {
        using var rejections = Collector();
        var job = _probe.Budget(1m).Child(100m);

        job.TryAddCost(2m).Should().BeFalse();

        rejections.GetMeasurementSnapshot().Should().NotContain(m => m.Tags.Values.Contains(_probe.Name));
    }

    [Fact]
    public void Refusals_OfAWithdrawnBudget_AreNotCounted()
    {
        using var rejections = Collector();
        var budget = _probe.Budget(1m);
        BudgetMetrics.Withdraw(budget);

        budget.TryAddCost(2m).Should().BeFalse();

        rejections.GetMeasurementSnapshot().Should().NotContain(m => m.Tags.Values.Contains(_probe.Name));
    }

    [Fact]
    public void Listener_ThatThrowsWhileInstrumentsAreMade_LeavesThemToTheOthers()
    {
        var published = new List<string>();
        using var before = new MeterListener { InstrumentPublished = Note };
        before.Start();
        using var broken = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == _probe.Name)
                    throw new InvalidOperationException("A listener that throws.");
            },
        };
        broken.Start();
        var counted = 0L;
        using var counting = new MeterListener { InstrumentPublished = Note };
        before.SetMeasurementEventCallback<long>((_, value, _, _) => counted += value);
        var instruments = new BudgetInstruments(_probe.Name);

        instruments.MakeOnce();
        instruments.Rejections!.Add(1);

        counted.Should().Be(1);
        published.Should().HaveCount(8).And.OnlyHaveUniqueItems().And.Contain("budget_enforcement.rejections");
        published.Clear();
        counting.Start();
        published.Should().HaveCount(8, "one that comes later is shown everything");

        void Note(Instrument instrument, MeterListener listener)
        {
            if (instrument.Meter.Name != _probe.Name)
                return;
            published.Add(instrument.Name);
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private static MetricCollector<long> Collector() => new(null, "BudgetEnforcement", "budget_enforcement.rejections");
}
