using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.AI.Tests.Telling;

public sealed class TellingTests : BilledTest
{
    private readonly MetricCollector<double> _metric = new(null, "BudgetEnforcement", "budget_enforcement.ai.cost");
    private readonly string _model = "model-" + Guid.NewGuid();

    protected override void Dispose(bool isDisposing)
    {
        _metric.Dispose();
        base.Dispose(isDisposing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Metric_OfACall_HasModelAndSourceAndTheLabelWhereItIsAskedFor(bool withLabel)
    {
        Model.AnswersAs = _model;
        using (BudgetScope.Begin(Budget, "step"))
            await ClientOf(null, options => options.LabelsInMetrics = withLabel).Ask("hello");

        var measured = _metric.GetMeasurementSnapshot().Where(it => Equals(it.Tags["model"], _model)).Should().ContainSingle().Which;
        measured.Value.Should().Be((double)Bills.Total);
        measured.Tags.Should().Contain("source", "usage").And.Contain("currency", "USD");
        measured.Tags.ContainsKey("label").Should().Be(withLabel);
    }

    [Fact]
    public async Task Span_InWhichCallsAreMade_HasTheSumOfTheirCosts()
    {
        using var span = new Activity("run").Start();
        span.IsAllDataRequested = true;
        var stream = Client().Stream("hello");
        await Client().Ask("hello");
        span.Stop();

        using (new Activity("reading").Start())
            await stream.ReadAll();

        span.GetTagItem("budget_enforcement.ai.cost").Should().Be((double)Bills.Total);
    }

    [Fact]
    public async Task OnCost_OfACall_TellsEverything()
    {
        using (BudgetScope.Begin(Budget, "step"))
            await Client().Ask("hello");

        Costs.Single().Should().BeEquivalentTo(new AICost
        {
            Amount = FakeModel.CostOf(9, 100),
            Reserved = Costs[0].Reserved,
            Source = AICostSource.Usage,
            Usage = new AIUsage { InputTokens = 9, OutputTokens = 100, TotalTokens = 109 },
            Model = FakeModel.Name,
            Label = "step",
            Budget = Budget,
        });
        Costs[0].Reserved.Should().BeGreaterThan(Costs[0].Amount);
    }

    [Theory]
    [InlineData(80, 0)]
    [InlineData(100, 1)]
    public async Task Prices_OlderThanNinetyDays_AreWarnedOfOnce(int days, int warnings)
    {
        var now = new DateTimeOffset(PriceBook.Embedded.AsOf.ToDateTime(TimeOnly.MinValue).AddDays(days), TimeSpan.Zero);
        Budget = new BudgetEnforcer(new BudgetOptions { Limit = 1m }, Logger, new FakeTimeProvider(now));
        var client = Client();

        await client.Ask("hello");
        await client.Ask("hello");

        Logger.Collector.GetSnapshot().Where(record => record.Id.Name == "AIPricesOld").Should().HaveCount(warnings);
    }

    [Fact]
    public void Events_OfThisPackageAndTheCore_HaveIdsAndNamesOfTheirOwn()
    {
        var events = EventsOf(typeof(BudgetEnforcer).Assembly).Concat(EventsOf(typeof(BudgetChatClient).Assembly)).ToList();

        events.Select(it => it.EventId).Should().OnlyHaveUniqueItems();
        events.Select(it => it.EventName).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        EventsOf(typeof(BudgetChatClient).Assembly).Select(it => it.EventId).Should().HaveCountGreaterThan(5).And.OnlyContain(id => id >= 100 && id < 120);
    }

    private static IEnumerable<LoggerMessageAttribute> EventsOf(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
        where attribute is not null
        select attribute;
}
