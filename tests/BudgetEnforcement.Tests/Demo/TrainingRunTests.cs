using BudgetEnforcement.Demo.Learning;
using BudgetEnforcement.Demo.Numbers;
using BudgetEnforcement.Demo.Train;

namespace BudgetEnforcement.Tests.Demo;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // A budget of 1 is 1,000 seconds of this machine.
    [Theory]
    [InlineData("0", 1000, false, "StoppedByBudget")]
    [InlineData("0.001", 1000, false, "StoppedByBudget")]
    [InlineData("0.002", 1000, false, "StoppedByBudget")]
    [InlineData("0.002", 1000, true, "DoesNotFit")]
    [InlineData("1", 2, false, "Completed")]
    public void Run_HoweverItEnds_HasPaidForAllItsTimeAndHoldsNoMore(string limit, int epochs, bool requireFit, string ending)
    {
        var clock = new SteppingClock(TimeSpan.FromMilliseconds(10));
        var budget = new BudgetEnforcer(decimal.Parse(limit, System.Globalization.CultureInfo.InvariantCulture));
        var text = new TrainingText("row, row, row your boat");
        var options = new TrainOptions
        {
            Epochs = epochs,
            RatePerHour = 3.6m,
            Budget = budget.Limit,
            Checkpoint = _folder.Path("checkpoint"),
            RequireFit = requireFit,
        };
        var learner = new Learner(text, new LearnerSettings(Seed: 1, BatchSize: 8, Hidden: 3));

        var result = new TrainingRun(options, text, learner, budget, clock).Run(
            new PlainTrainView(TextWriter.Null, new TrainText(new MoneyFormat(budget.Limit, budget.Currency))),
            announce: _ => { },
            CancellationToken.None);

        result.Ending.ToString().Should().Be(ending);
        result.Report.Spent.Should().Be((clock.Reads - 1) * 0.00001m, "it is paid from the first reading of the clock to the last");
        result.Report.OpenReservations.Should().Be(0);
        result.Report.IsExceeded.Should().BeFalse();
    }
}
