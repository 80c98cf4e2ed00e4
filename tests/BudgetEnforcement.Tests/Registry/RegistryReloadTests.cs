using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>Options that have changed reach the budgets that there are, and their limit those that it is meant for.</summary>
[Collection(AloneDefinition.Name)]
public sealed class RegistryReloadTests
{
    private readonly ManualClock _clock = new();
    private readonly BudgetRegistry<string> _registry;
    private BudgetOptions _options = new() { Limit = 10m };

    public RegistryReloadTests() => _registry = new BudgetEnforcer(new BudgetOptions { Limit = 1000m }, timeProvider: _clock)
        .Registry<string>(_ => _options, forgetAfter: Registries.Hour);

    [Fact]
    public void Reload_WithAnotherLimit_GivesItToBudgetsThatAreAsMade_WhichAreForgottenAllTheSame()
    {
        var reference = Collecting.Use(_registry, "idle");
        Collecting.Use(_registry, ["topped up"], static budget => budget.AdjustLimit(1m));
        _options = new BudgetOptions { Limit = 20m };

        _registry.Reload().Should().Be(1);

        LimitsOf(_registry).Should().BeEquivalentTo([("idle", 20m), ("topped up", 11m)]);
        _clock.Advance(Registries.Hour);
        _registry.GetOrAdd("other");
        Living.CollectTheDead();
        reference.IsAlive.Should().BeFalse();
        _registry.Keys.Should().BeEquivalentTo("topped up", "other");
    }

    [Theory]
    [InlineData(false, BudgetPeriod.Daily, BudgetPeriod.Daily, "EUR", 20)]
    [InlineData(false, BudgetPeriod.Daily, BudgetPeriod.Daily, "USD", 10)]
    [InlineData(false, BudgetPeriod.Daily, BudgetPeriod.Daily, null, 10)]
    [InlineData(false, BudgetPeriod.Daily, BudgetPeriod.Monthly, "EUR", 10)]
    [InlineData(false, BudgetPeriod.Daily, BudgetPeriod.None, "EUR", 10)]
    [InlineData(false, BudgetPeriod.None, BudgetPeriod.Daily, "EUR", 10)]
    [InlineData(true, BudgetPeriod.Daily, BudgetPeriod.Daily, null, 20)]
    public void Reload_OfABudgetInEuro_AppliesTheLimitWhereItIsMeantForThatPeriodAndCurrencyAndTheRestAnyway(
        bool isUnderAParent, BudgetPeriod before, BudgetPeriod after, string? currency, int limit)
    {
        var parent = isUnderAParent ? new BudgetEnforcer(new BudgetOptions { Limit = 100m, Currency = "EUR" }) : null;
        _options = new BudgetOptions { Limit = 10m, Period = before, Currency = isUnderAParent ? null : "EUR" };
        var registry = new BudgetRegistry<string>(parent, _ => _options);
        var budget = registry.GetOrAdd("one");
        var told = new List<decimal?>();
        budget.ThresholdCrossed += (_, crossing) => told.Add(crossing.Threshold);
        _options = new BudgetOptions { Limit = 20m, Period = after, Currency = currency, AlertAt = { 0.1m } };

        registry.Reload().Should().Be(limit == 20 ? 1 : 0);
        budget.AddCost(limit / 10m);

        (budget.Limit, budget.Currency, told.Single()).Should().Be((limit, "EUR", 0.1m));
    }

    [Fact]
    public void Reload_WhileABudgetIsMade_ReachesItToo()
    {
        var limit = 10m;
        BudgetRegistry<string>? registry = null;
        registry = new BudgetEnforcer(1000m).Registry<string>(_ =>
        {
            var options = new BudgetOptions { Limit = limit };
            if (limit == 10m)
            {
                limit = 20m;
                registry!.Reload();
            }

            return options;
        });

        registry.GetOrAdd("one").Limit.Should().Be(20m);
    }

    [Fact]
    public void Reload_WithOptionsThatAreNotValid_Throws_AndChangesNothing()
    {
        var budget = _registry.GetOrAdd("one");
        _options = new BudgetOptions();

        _registry.Invoking(it => it.Reload()).Should().Throw<ArgumentException>();

        budget.Limit.Should().Be(10m);
    }

    // By itself, so that no frame keeps the budgets alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<(string Key, decimal Limit)> LimitsOf(BudgetRegistry<string> registry) =>
        [.. registry.Budgets.Select(it => (it.Key, it.Value.Limit))];
}
