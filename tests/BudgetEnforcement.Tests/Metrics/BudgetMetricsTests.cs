using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace BudgetEnforcement.Tests.Metrics;

[Collection(AloneDefinition.Name)]
public sealed class BudgetMetricsTests
{
    private readonly string _name = new MetricsProbe().Name;

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
    public void Rejections_ThrowingListener_HarmsNobody()
    {
        using var listener = Listener();
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
        using var listener = Listener();
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (tags.ToArray().Any(tag => Equals(tag.Value, _name)))
                budget.AddCost(1m);
        });
        listener.Start();

        listener.RecordObservableInstruments();

        budget.Spent.Should().Be(8m, "seven instruments make eight measurements: the spent and the reserved amount are two of one");
    }

    [Fact]
    public void Collect_WaitersAndReservations_ArePublished()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = _name, Limit = 10m, MaxWaiters = 2 });
        using var first = budget.Reserve(4m);
        using var second = budget.Reserve(5m);
        var waiting = budget.ReserveAsync(2m, CancellationToken.None).AsTask();

        Observe("budget_enforcement.open_reservations").Should().ContainSingle().Which.Value.Should().Be(2);
        Observe("budget_enforcement.waiters").Should().ContainSingle().Which.Value.Should().Be(1);
        GC.KeepAlive(waiting);
    }

    [Fact]
    public void Collect_RecordedCosts_ArePublishedAsACounter()
    {
        var budget = Named(10m);
        budget.AddCost(1.5m);
        budget.Reserve(1m).Commit(2m);

        Observe("budget_enforcement.cost").Should().ContainSingle().Which.Value.Should().Be(3.5);
    }

    [Fact]
    public void Collect_OneInstrument_ReadsEachBudgetOnce()
    {
        var clock = new ManualClock();
        var team = new BudgetEnforcer(new BudgetOptions { Name = _name, Limit = 10m, Period = BudgetPeriod.Daily }, timeProvider: clock);
        var jobs = Enumerable.Range(0, 9).Select(_ => team.Child(1m, _name)).ToList();
        var before = clock.Readings;

        Observe("budget_enforcement.usage").Should().NotBeEmpty();

        (clock.Readings - before).Should().BeLessThanOrEqualTo(10);
        GC.KeepAlive(jobs);
    }

    [Fact]
    public void Collect_WhileAnotherThreadSpends_LetsItGoOnBetweenTheBudgets()
    {
        var team = Named(10m);
        using var listener = Listener();
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (tags.ToArray().Any(tag => Equals(tag.Value, _name)))
                Waiting.OnAnotherThread(() => team.AddCost(1m));
        });
        listener.Start();

        listener.RecordObservableInstruments();

        team.Spent.Should().Be(8m);
    }

    private BudgetEnforcer Named(decimal limit) => new(new BudgetOptions { Name = _name, Limit = limit });

    private List<CollectedMeasurement<double>> Observe(string instrument) =>
        ObserveAll(instrument).Where(m => Equals(m.Tags["name"], _name)).ToList();

    private static MeterListener Listener() => new()
    {
        InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "BudgetEnforcement")
                listener.EnableMeasurementEvents(instrument);
        },
    };

    private static IReadOnlyList<CollectedMeasurement<double>> ObserveAll(string instrument)
    {
        using var collector = new MetricCollector<double>(null, "BudgetEnforcement", instrument);
        collector.RecordObservableInstruments();
        return collector.GetMeasurementSnapshot();
    }
}
