using System.Globalization;
using System.Text;
using BudgetEnforcement.Demo.Commands.Train;
using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Jobs;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Text = BudgetEnforcement.Tests.Text;

namespace BudgetEnforcement.Demo.Tests;

public sealed class TrainViewTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("50", 30)]
    [InlineData("74", 44)]
    [InlineData("100", 58)]
    [InlineData("250", 58)]
    public void SpendBar_OfAnySpend_IsFilledBesideItsTwoMarks(string spent, int filled)
    {
        var bar = Markup.Remove(SpendBar.Draw(decimal.Parse(spent, CultureInfo.InvariantCulture), 100m));

        bar.Should().HaveLength(60);
        bar.Count(cell => cell == '█').Should().Be(filled);
        bar.IndexOf('┃', StringComparison.Ordinal).Should().Be(45);
        bar.LastIndexOf('┃').Should().Be(54);
    }

    [Fact]
    public async Task LiveView_OnATerminal_ShowsSpendForecastAndCrossings()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 100;
        console.Profile.Encoding = Encoding.UTF8;
        var view = new LiveTrainView(console, new TrainMessages(new MoneyFormat(100m, "USD")));
        var clock = new FakeTimeProvider();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: clock);
        budget.ThresholdCrossed += (_, crossing) => view.Crossed(crossing);

        await view.ShowAsync(() => BudgetedRun.RunAsync(
            budget,
            (run, _) =>
            {
                budget.AddCost(76m);
                clock.Advance(TimeSpan.FromSeconds(76));
                view.Update(new TrainProgress(
                    Step: 15, TotalSteps: 40, StepsPerEpoch: 10, Loss: 0.12345, Limit: 100m, run.ReportProgress(0.38)));
                return Task.CompletedTask;
            },
            cancellationToken: TestContext.Current.CancellationToken));
        budget.AddCost(15m);

        output.ToString().Should().ContainAll(
            "Epoch", "2 of 4, step 15 of 40", "0.1235", "$76.00 of $100.00 (76.00 %)", "$24.00", "$200.00 in total: over budget",
            "24.0 s to the limit", "2.1 min", "┃", "75 % warning: spent $76.00", "90 % warning: spent $91.00");
    }

    [Theory]
    [InlineData(0.005, "not enough progress yet", "…", "20.0 s to the limit")]
    [InlineData(0.25, "over budget", "$40.00", "20.0 s to the limit")]
    [InlineData(0.5, "within budget", "$20.00", "10.0 s to the end")]
    public void Forecast_TellsWhatComesFirst(double progress, string verdict, string projected, string timeLeft)
    {
        var clock = new FakeTimeProvider();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 30m }, timeProvider: clock);
        var forecaster = new BudgetForecaster(budget);
        clock.Advance(TimeSpan.FromSeconds(10));
        budget.AddCost(10m);

        var forecast = forecaster.Report(progress);

        SpendMessages.Verdict(forecast).Should().Be(verdict);
        new SpendMessages(new MoneyFormat(100m, "USD")).Projected(forecast).Should().Be(projected);
        SpendMessages.TimeLeft(forecast).Should().Be(timeLeft);
    }

    [Fact]
    public void TimeLeft_BeforeThereIsProgress_IsThatToTheLimit()
    {
        var forecast = new BudgetForecast { Spent = 10m, TimeToExhaustion = TimeSpan.FromSeconds(17) };

        SpendMessages.TimeLeft(forecast).Should().Be("17.0 s to the limit");
        SpendMessages.TimeLeft(default).Should().Be("…");
    }

    [Theory]
    [InlineData("5", "over budget, says the pre-flight")]
    [InlineData("50", "within budget, says the pre-flight")]
    public void Projection_BeforeThereIsProgress_IsThatOfThePreFlight(string limit, string verdict)
    {
        var check = new BudgetEnforcer(Text.Decimal(limit)).CheckBudgetAvailable(20m);
        var preFlight = new Projection(TimeSpan.FromSeconds(1), RemainingSteps: 20, Cost: 20m, Total: 23.5m, LandingReserve: 0m, check);

        SpendMessages.Verdict(default, preFlight).Should().Be(verdict);
        new SpendMessages(new MoneyFormat(100m, "USD")).Projected(default, preFlight).Should().Be("about $23.50");
    }

    [Theory]
    [InlineData("0", "0", "0")]
    [InlineData("1", "4", "25")]
    [InlineData("5", "4", "125")]
    [InlineData("1000", "0.0000000000000000000000000001", "79228162514264337593543950335")]
    public void Percentage_OfAnyLimit_Saturates(string spent, string limit, string expected) =>
        MoneyFormat.Percentage(Parse(spent), Parse(limit)).Should().Be(Parse(expected));

    private static decimal Parse(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
