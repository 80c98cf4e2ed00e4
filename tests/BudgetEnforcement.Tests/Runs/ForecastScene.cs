using System.Globalization;
using BudgetEnforcement.Tests.Periods;

namespace BudgetEnforcement.Tests.Runs;

/// <summary>A job under a root, and a forecast of the job that starts with it: on a Wednesday at 12:00 UTC, unless a test says otherwise.</summary>
internal sealed class ForecastScene
{
    internal ForecastScene(
        decimal limit,
        decimal initialSpent = 0m,
        double initialProgress = 0,
        decimal setAside = 0m,
        BudgetPeriod period = BudgetPeriod.None,
        decimal rootLimit = decimal.MaxValue,
        BudgetPeriod rootPeriod = BudgetPeriod.None,
        string? start = null,
        string zone = "UTC")
    {
        Clock = new ManualClock(start is null ? ManualClock.Noon : DateTimeOffset.Parse(start, CultureInfo.InvariantCulture));
        Root = Clock.Budget(rootPeriod, rootLimit);
        Budget = Root.Child(period, limit, initialSpent, zone: TimeZoneInfo.FindSystemTimeZoneById(zone));
        Forecaster = new BudgetForecaster(Budget, initialProgress, setAside);
    }

    internal ManualClock Clock { get; }

    internal BudgetEnforcer Root { get; }

    internal BudgetEnforcer Budget { get; }

    internal BudgetForecaster Forecaster { get; }

    internal ForecastScene Spend(decimal amount, double hours = 1)
    {
        Clock.Advance(TimeSpan.FromHours(hours));
        Budget.AddCost(amount);
        return this;
    }

    internal ForecastScene Wait(double days) => Do(it => it.Clock.Advance(TimeSpan.FromDays(days)));

    internal ForecastScene Reset() => Do(it => it.Budget.Reset());

    internal ForecastScene Report(double progress) => Do(it => it.Forecaster.Report(progress));

    internal ForecastScene Do(Action<ForecastScene> action)
    {
        action(this);
        return this;
    }
}
