using System.Globalization;
using System.Text;
using BudgetEnforcement.Demo.Numbers;
using BudgetEnforcement.Demo.Train;
using Spectre.Console;

namespace BudgetEnforcement.Tests.Demo;

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
        var bar = Markup.Remove(SpendBar.Draw(Report(decimal.Parse(spent, CultureInfo.InvariantCulture))));

        bar.Should().HaveLength(60);
        bar.Count(cell => cell == '█').Should().Be(filled);
        bar.IndexOf('┃', StringComparison.Ordinal).Should().Be(45);
        bar.LastIndexOf('┃').Should().Be(54);
    }

    [Fact]
    public void LiveView_OnATerminal_ShowsSpendMarksAndCrossings()
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
        var money = new MoneyFormat(100m, "USD");
        var view = new LiveTrainView(console, new TrainText(money), money);
        var budget = new BudgetEnforcer(100m);
        budget.ThresholdCrossed += (_, crossing) => view.Crossed(crossing);

        view.Show(() =>
        {
            budget.AddCost(76m);
            view.Update(Progress(budget.GetStatus()));
        });
        budget.AddCost(15m);

        output.ToString().Should().ContainAll(
            "Epoch", "2 of 4, step 15 of 40", "0.1235", "$76.00 of $100.00 (76.00 %)", "$24.00", "24.0 s to the limit",
            "┃", "75 % warning: spent $76.00", "90 % warning: spent $91.00");
    }

    [Fact]
    public void TimeLeft_IsThatOfWhatComesFirst()
    {
        var progress = Progress(Report(76m));

        TrainText.TimeLeft(progress).Should().Be("24.0 s to the limit");
        TrainText.TimeLeft(progress with { ToEnd = TimeSpan.FromSeconds(3) }).Should().Be("3.0 s to the end");
    }

    private static BudgetReport Report(decimal spent) =>
        new BudgetEnforcer(new BudgetOptions { Limit = 100m, InitialSpent = spent }).GetStatus();

    private static TrainProgress Progress(BudgetReport report) => new(
        Step: 15, TotalSteps: 40, StepsPerEpoch: 10, Loss: 0.12345, report,
        Elapsed: TimeSpan.FromSeconds(76), ToLimit: TimeSpan.FromSeconds(24), ToEnd: TimeSpan.FromSeconds(60));
}
