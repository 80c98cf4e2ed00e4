using System.Globalization;

namespace BudgetEnforcement.Tests.Runs;

/// <summary>Forecasts at the ends of what numbers can hold, and as text.</summary>
public sealed class BudgetForecastLimitsTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Report_SpendAtTheEndOfDecimal_Saturates()
    {
        var budget = Budget(decimal.MaxValue);
        var forecaster = new BudgetForecaster(budget);
        _clock.Advance(TimeSpan.FromTicks(1));
        budget.AddCost(decimal.MaxValue);

        var forecast = forecaster.Report(0.5, pendingCost: decimal.MaxValue);

        (forecast.Spent, forecast.ProjectedTotal, forecast.BurnRatePerHour).Should().Be((decimal.MaxValue, decimal.MaxValue, decimal.MaxValue));
        forecast.Status.Should().Be(ForecastStatus.OverBudget);
    }

    [Fact]
    public void Report_SmallestSpendUnderTheLargestLimit_LastsPastTheCalendar()
    {
        var budget = Budget(decimal.MaxValue);
        var forecaster = new BudgetForecaster(budget);
        _clock.Advance(TimeSpan.FromHours(1));
        budget.AddCost(0.0000000000000000000000000001m);

        var forecast = forecaster.Report(0.5);

        forecast.Status.Should().Be(ForecastStatus.WithinBudget);
        (forecast.TimeToExhaustion, forecast.ExhaustedAt).Should().Be((null, null));
    }

    [Fact]
    public void Report_ExhaustionPastTheCalendarButNotPastTimeSpan_HasATimeButNoDate()
    {
        var budget = Budget(90_000_000m);
        var forecaster = new BudgetForecaster(budget);
        _clock.Advance(TimeSpan.FromHours(1));
        budget.AddCost(0.5m);

        var forecast = forecaster.Report(0.5);

        forecast.TimeToExhaustion!.Value.TotalHours.Should().BeApproximately(179_999_999, 1);
        forecast.ExhaustedAt.Should().BeNull();
    }

    [Fact]
    public void Report_CompletionPastTimeSpan_HasNone()
    {
        var budget = Budget(decimal.MaxValue);
        var forecaster = new BudgetForecaster(budget, initialProgress: 0);
        _clock.Advance(TimeSpan.FromDays(2_000_000));
        budget.AddCost(1m);

        forecaster.Report(0.01).TimeToCompletion.Should().BeNull();
    }

    [Fact]
    public void Report_LimitZero_IsOverBudgetWithoutTime()
    {
        var budget = Budget(0m);
        var forecaster = new BudgetForecaster(budget);
        _clock.Advance(TimeSpan.FromHours(1));
        budget.AddCost(1m);

        var forecast = forecaster.Report(0.5);

        (forecast.Status, forecast.TimeToExhaustion).Should().Be((ForecastStatus.OverBudget, TimeSpan.Zero));
        forecast.ExhaustedAt.Should().Be(_clock.GetUtcNow());
    }

    [Fact]
    public void Report_SetAsideLargerThanTheLimit_IsNeverNegativeRoom()
    {
        var budget = Budget(100m);
        var forecaster = new BudgetForecaster(budget, setAside: decimal.MaxValue);
        _clock.Advance(TimeSpan.FromHours(1));
        budget.AddCost(1m);

        forecaster.Report(0.5).TimeToExhaustion.Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    [InlineData("fa-IR")]
    public void ToString_UnderAnyCulture_IsTheSame(string culture)
    {
        var budget = Budget(1000m);
        var forecaster = new BudgetForecaster(budget);
        _clock.Advance(TimeSpan.FromHours(1));
        budget.AddCost(40.5m);
        var forecast = forecaster.Report(0.125);
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            forecast.ToString().Should().Be("WithinBudget at 12.5%: $40.50 spent, $324.00 projected");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ToString_NotEnoughProgress_ProjectsNothing()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1m, Currency = "EUR" }, timeProvider: _clock);

        new BudgetForecaster(budget).Report(0.005).ToString().Should().Be("NotEnoughProgress at 0.5%: EUR 0.00 spent");
    }

    [Fact]
    public void Default_IsAnEmptyForecast()
    {
        default(BudgetForecast).Should().Match<BudgetForecast>(
            f => f.Status == ForecastStatus.NotEnoughProgress && f.Currency.Length == 0 && f.Spent == 0m && f.ProjectedTotal == null);
    }

    [Fact]
    public async Task Report_ByManyThreads_EachIsAForecastOfItsOwnProgress()
    {
        var token = TestContext.Current.CancellationToken;
        var budget = Budget(1000m);
        var forecaster = new BudgetForecaster(budget);
        _clock.Advance(TimeSpan.FromHours(1));
        budget.AddCost(100m);

        var forecasts = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => Task.Run(() => forecaster.Report(i / 100d), token)));

        forecasts.Should().OnlyContain(f => Math.Abs((double)f.ProjectedTotal!.Value * f.Progress - 100) < 0.000001);
    }

    private BudgetEnforcer Budget(decimal limit) => new(new BudgetOptions { Limit = limit }, timeProvider: _clock);
}
