namespace BudgetEnforcement.Tests.Runs;

/// <summary>All that a forecast says, at the ends of what numbers can hold, and as text.</summary>
public sealed class BudgetForecasterTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualClock _clock = new();

    [Fact]
    public void Report_PaceThatFits_ProjectsEverything()
    {
        var forecast = After(Hour, spent: 20m, Budget(100m)).Report(0.25);

        forecast.Status.Should().Be(ForecastStatus.WithinBudget);
        forecast.Should().Match<BudgetForecast>(f => f.Spent == 20m && f.ProjectedTotal == 80m && f.BurnRatePerHour == 20m);
        forecast.Elapsed.Should().Be(Hour);
        forecast.TimeToCompletion.Should().Be(TimeSpan.FromHours(3));
        forecast.TimeToExhaustion.Should().BeCloseTo(TimeSpan.FromHours(4), TimeSpan.FromMilliseconds(1));
        forecast.ExhaustedAt.Should().BeCloseTo(_clock.GetUtcNow().AddHours(4), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Report_SomebodyWaits_DoesNotCallAFittingRunOverBudget()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, MaxWaiters = 1 }, timeProvider: _clock);
        var forecaster = After(Hour, spent: 20m, budget);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var waiting = budget.ReserveAsync(90m, stop.Token).AsTask();

        var forecast = forecaster.Report(0.5);
        await stop.CancelAsync();

        forecast.Should().Match<BudgetForecast>(f => f.ProjectedTotal == 40m && f.Status == ForecastStatus.WithinBudget);
        await waiting.Awaiting(w => w).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Report_ByManyThreads_EachIsAForecastOfItsOwnProgress()
    {
        var forecaster = After(Hour, spent: 100m, Budget(1000m));

        var forecasts = Enumerable.Range(1, 100).AsParallel().Select(i => forecaster.Report(i / 100d)).ToList();

        forecasts.Should().OnlyContain(f => Math.Abs((double)f.ProjectedTotal!.Value * f.Progress - 100) < 0.000001);
    }

    [Fact]
    public void Report_SpendAtTheEndOfDecimal_Saturates()
    {
        var forecast = After(TimeSpan.FromTicks(1), spent: decimal.MaxValue, Budget(decimal.MaxValue)).Report(0.5, pendingCost: decimal.MaxValue);

        (forecast.Spent, forecast.ProjectedTotal, forecast.BurnRatePerHour).Should().Be((decimal.MaxValue, decimal.MaxValue, decimal.MaxValue));
        forecast.Status.Should().Be(ForecastStatus.OverBudget);
    }

    [Fact]
    public void Report_ExhaustionPastTheCalendarButNotPastTimeSpan_HasATimeButNoDate()
    {
        var forecast = After(Hour, spent: 0.5m, Budget(90_000_000m)).Report(0.5);

        forecast.TimeToExhaustion!.Value.TotalHours.Should().BeApproximately(179_999_999, 1);
        forecast.ExhaustedAt.Should().BeNull();
    }

    [Fact]
    public void Report_CompletionPastTimeSpan_HasNone() =>
        After(TimeSpan.FromDays(2_000_000), spent: 1m, Budget(decimal.MaxValue)).Report(0.01).TimeToCompletion.Should().BeNull();

    [Theory]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    [InlineData("fa-IR")]
    public void ToString_UnderAnyCulture_IsTheSame(string culture)
    {
        var forecast = After(Hour, spent: 40.5m, Budget(1000m)).Report(0.125);

        Text.Under(culture, forecast.ToString).Should().Be("WithinBudget at 12.5%: $40.50 spent, $324.00 projected");
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

    private BudgetEnforcer Budget(decimal limit) => new(new BudgetOptions { Limit = limit }, timeProvider: _clock);

    private BudgetForecaster After(TimeSpan time, decimal spent, BudgetEnforcer budget)
    {
        var forecaster = new BudgetForecaster(budget);
        _clock.Advance(time);
        budget.AddCost(spent);
        return forecaster;
    }
}
