namespace BudgetEnforcement.Tests.Runs;

/// <summary>All that a forecast says, at the ends of what numbers can hold, and as text.</summary>
public sealed class BudgetForecasterTests
{
    [Fact]
    public void Report_PaceThatFits_ProjectsEverything()
    {
        var scene = new ForecastScene(100m).Spend(20m, hours: 2);

        scene.Forecaster.Report(0.25).Should().Be(new BudgetForecast
        {
            Status = ForecastStatus.WithinBudget,
            Progress = 0.25,
            Currency = "USD",
            Spent = 20m,
            Elapsed = TimeSpan.FromHours(2),
            BurnRatePerHour = 10m,
            ProjectedTotal = 80m,
            TimeToCompletion = TimeSpan.FromHours(6),
            TimeToExhaustion = TimeSpan.FromHours(8),
            ExhaustedAt = scene.Clock.GetUtcNow().AddHours(8),
        });
    }

    [Fact]
    public void Report_ByManyThreads_EachIsAForecastOfItsOwnProgress()
    {
        var forecaster = new ForecastScene(1000m).Spend(100m).Forecaster;

        var forecasts = Enumerable.Range(1, 100).AsParallel().Select(i => forecaster.Report(i / 100d)).ToList();

        forecasts.Should().OnlyContain(f => Math.Abs((double)f.ProjectedTotal!.Value * f.Progress - 100) < 0.000001);
    }

    [Fact]
    public void Report_SpendAtTheEndOfDecimal_Saturates()
    {
        const decimal most = decimal.MaxValue;

        var forecast = new ForecastScene(most).Spend(most, hours: TimeSpan.FromTicks(1).TotalHours).Forecaster.Report(0.5, pendingCost: most);

        (forecast.Spent, forecast.ProjectedTotal, forecast.BurnRatePerHour).Should().Be((most, most, most));
        forecast.Status.Should().Be(ForecastStatus.OverBudget);
    }

    [Fact]
    public void Report_ExhaustionPastTheCalendarButNotPastTimeSpan_HasATimeButNoDate()
    {
        var forecast = new ForecastScene(90_000_000m).Spend(0.5m).Forecaster.Report(0.5);

        forecast.TimeToExhaustion!.Value.TotalHours.Should().BeApproximately(179_999_999, 1);
        forecast.ExhaustedAt.Should().BeNull();
    }

    [Fact]
    public void Report_CompletionPastTimeSpan_HasNone() =>
        new ForecastScene(decimal.MaxValue).Spend(1m, hours: 48_000_000).Forecaster.Report(0.01).TimeToCompletion.Should().BeNull();

    [Theory]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    [InlineData("fa-IR")]
    public void ToString_UnderAnyCulture_IsTheSame(string culture)
    {
        var forecast = new ForecastScene(1000m).Spend(40.5m).Forecaster.Report(0.125);

        Text.Under(culture, forecast.ToString).Should().Be("WithinBudget at 12.5%: $40.50 spent, $324.00 projected");
    }

    [Fact]
    public void ToString_NotEnoughProgress_ProjectsNothing() => new BudgetForecaster(new(new BudgetOptions { Limit = 1m, Currency = "EUR" }))
        .Report(0.005).ToString().Should().Be("NotEnoughProgress at 0.5%: EUR 0.00 spent");

    [Fact]
    public void Default_IsAnEmptyForecast() => default(BudgetForecast).Should().Match<BudgetForecast>(
        f => f.Status == ForecastStatus.NotEnoughProgress && f.Currency.Length == 0 && f.Spent == 0m && f.ProjectedTotal == null);
}
