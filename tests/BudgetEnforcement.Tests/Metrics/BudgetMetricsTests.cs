using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace BudgetEnforcement.Tests.Metrics;

public sealed class BudgetMetricsTests
{
    // The meter is one for the process, so each test looks only at budgets of a name of its own.
    private readonly string _name = $"budget-{Guid.NewGuid():N}";

    [Fact]
    public void Collect_NamedBudget_PublishesLimitUsageAndUtilization()
    {
        var budget = Named(200m);
        budget.AddCost(50m);
        using var reservation = budget.Reserve(30m);

        Observe("budget_enforcement.limit").Should().ContainSingle().Which.Value.Should().Be(200);
        Observe("budget_enforcement.usage").ToDictionary(m => m.Tags["state"]!, m => m.Value)
            .Should().BeEquivalentTo(new Dictionary<object, double> { ["spent"] = 50, ["reserved"] = 30 });
        Observe("budget_enforcement.utilization").Should().ContainSingle().Which.Value.Should().Be(0.25);
    }

    [Fact]
    public void Collect_NamedBudget_TagsNameAndCurrency()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = _name, Currency = "EUR", Limit = 1m });

        var tags = Observe("budget_enforcement.limit").Should().ContainSingle().Which.Tags;

        tags.Should().Equal(new Dictionary<string, object?> { ["name"] = _name, ["currency"] = "EUR" });
        GC.KeepAlive(budget);
    }

    [Fact]
    public void Collect_BudgetsOfOneName_AreAddedUp()
    {
        BudgetEnforcer[] budgets = [Named(10m), Named(30m)];
        budgets[0].AddCost(10m);

        Observe("budget_enforcement.limit").Should().ContainSingle().Which.Value.Should().Be(40);
        Observe("budget_enforcement.utilization").Should().ContainSingle().Which.Value.Should().Be(0.25);
        GC.KeepAlive(budgets);
    }

    [Fact]
    public void Collect_LimitZero_HasUtilizationZero()
    {
        var budget = Named(0m);

        Observe("budget_enforcement.utilization").Should().ContainSingle().Which.Value.Should().Be(0);
        GC.KeepAlive(budget);
    }

    [Fact]
    public void Collect_CommitAboveItsReservation_PublishesTheOverage()
    {
        var budget = Named(10m);
        budget.Reserve(1m).Commit(1.5m);

        Observe("budget_enforcement.overage").Should().ContainSingle().Which.Value.Should().Be(0.5);
        GC.KeepAlive(budget);
    }

    [Fact]
    public void Collect_UnnamedBudget_IsNotPublished()
    {
        var budget = new BudgetEnforcer(123m);

        ObserveAll("budget_enforcement.limit").Should().NotContain(m => Equals(m.Tags["name"], budget.Name));
    }

    [Fact]
    public void Collect_BudgetThatWasCollected_DisappearsFromTheMetrics()
    {
        MakeAndDrop();

        Living.CollectTheDead();

        Observe("budget_enforcement.limit").Should().BeEmpty();

        [MethodImpl(MethodImplOptions.NoInlining)]
        void MakeAndDrop() => Named(1m).AddCost(1m);
    }

    [Fact]
    public void Rejections_Refusals_AreCountedOnTheBudgetThatDecided()
    {
        using var rejections = new MetricCollector<long>(null, "BudgetEnforcement", "budget_enforcement.rejections");
        var job = Named(1m).CreateChild(new BudgetOptions { Limit = 100m });

        job.TryAddCost(2m);
        job.TryReserve(2m, out _);
        job.CheckBudgetAvailable(2m);
        job.TryAddCost(1m);

        rejections.GetMeasurementSnapshot().Where(m => Equals(m.Tags["name"], _name)).Sum(m => m.Value).Should().Be(3);
    }

    [Fact]
    public void Rejections_UnnamedBudget_AreNotCounted()
    {
        using var rejections = new MetricCollector<long>(null, "BudgetEnforcement", "budget_enforcement.rejections");

        var budget = new BudgetEnforcer(0m);
        budget.TryAddCost(1m);

        rejections.GetMeasurementSnapshot().Should().NotContain(m => Equals(m.Tags["name"], budget.Name));
    }

    [Fact]
    public void Rejections_ThrowingListener_HarmsNobody()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "BudgetEnforcement")
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags.ToArray().Any(tag => Equals(tag.Value, _name)))
                throw new InvalidOperationException("A listener that throws.");
        });
        listener.Start();
        var budget = Named(1m);

        budget.TryAddCost(2m).Should().BeFalse();

        budget.TryAddCost(1m).Should().BeTrue();
    }

    [Fact]
    public void Collect_ListenerThatSpends_DoesNotDeadlock()
    {
        var budget = Named(10m);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "BudgetEnforcement")
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (tags.ToArray().Any(tag => Equals(tag.Value, _name)))
                budget.AddCost(1m);
        });
        listener.Start();

        listener.RecordObservableInstruments();

        budget.Spent.Should().Be(5m, "limit, spent, reserved, overage and utilization are five measurements");
    }

    private BudgetEnforcer Named(decimal limit) => new(new BudgetOptions { Name = _name, Limit = limit });

    private List<CollectedMeasurement<double>> Observe(string instrument) =>
        ObserveAll(instrument).Where(m => Equals(m.Tags["name"], _name)).ToList();

    private static IReadOnlyList<CollectedMeasurement<double>> ObserveAll(string instrument)
    {
        using var collector = new MetricCollector<double>(null, "BudgetEnforcement", instrument);
        collector.RecordObservableInstruments();
        return collector.GetMeasurementSnapshot();
    }
}
