using System.Globalization;
using BudgetEnforcement.Demo.Commands.Train;
using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Tests;

public sealed class TrainRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // A budget of 1 is 1,000 seconds of this machine.
    [Theory]
    [InlineData("0", 1000, false, "Refused")]
    [InlineData("0.001", 1000, false, "Refused")]
    [InlineData("0.005", 1000, false, "StoppedByBudget")]
    [InlineData("0.005", 1000, true, "Refused")]
    [InlineData("1", 2, false, "Completed")]
    public async Task Run_HoweverItEnds_HasPaidForItsTimeAndHoldsNothing(string limit, int epochs, bool requireFit, string outcome)
    {
        var clock = new SteppingClock(TimeSpan.FromMilliseconds(5));
        var budget = new BudgetEnforcer(
            new BudgetOptions { Limit = decimal.Parse(limit, CultureInfo.InvariantCulture) }, timeProvider: clock);
        var text = new LearnerText("row, row, row your boat");
        var options = new TrainOptions
        {
            Epochs = epochs,
            RatePerHour = 3.6m,
            Budget = budget.Limit,
            CheckpointOrDefault = _folder.Path("checkpoint"),
            RequireFit = requireFit,
        };
        var learner = new Learner(text, new LearnerSettings(Seed: 1, BatchSize: 8, Hidden: 3));
        using var run = new TrainRun(options, text, learner, budget);

        var result = await run.RunAsync(
            new PlainTrainView(TextWriter.Null, new TrainMessages(new MoneyFormat(budget.Limit, budget.Currency))),
            announce: _ => { },
            TestContext.Current.CancellationToken);

        // Between the meter of the pre-flight, that of the run and the landing the clock is read a few times for nothing.
        const decimal betweenMeters = 12 * 0.000005m;
        var elapsed = clock.Reads * 0.000005m;
        result.Outcome.ToString().Should().Be(outcome);
        result.Report.Spent.Should().BeInRange(elapsed - betweenMeters, elapsed);
        result.Report.OpenReservations.Should().Be(0);
        result.Report.IsExceeded.Should().BeFalse();
        File.Exists(options.Checkpoint).Should().Be(outcome != "Refused");
    }
}
