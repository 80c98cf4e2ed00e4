using BudgetEnforcement.Demo.Learning;
using BudgetEnforcement.Demo.Numbers;

namespace BudgetEnforcement.Demo.Train;

/// <summary>One call of <c>train</c>: finds the text and the checkpoint, runs the training, tells how it went.</summary>
internal sealed class TrainSession(TrainOptions options, DemoHost host)
{
    private const string Readme = "README.md";

    internal int Run(CancellationToken cancellationToken)
    {
        var text = TrainingText.Load(options.File ?? Path.Combine(AppContext.BaseDirectory, Readme));
        var checkpoint = options.Resume ? Resume(text) : null;
        CheckpointFile.EnsureWritable(options.Checkpoint);
        if (checkpoint is null && File.Exists(options.Checkpoint))
            host.Output.WriteLine($"{options.Checkpoint} exists and will be replaced; --resume goes on from it.");

        var learner = checkpoint is null ? new Learner(text, NewSettings()) : new Learner(text, checkpoint.State);
        var budget = new BudgetEnforcer(
            new BudgetOptions { Name = "training", Limit = options.Budget, InitialSpent = checkpoint?.Spent ?? 0m },
            timeProvider: host.Clock);

        var money = new MoneyFormat(options.Budget, budget.Currency);
        var sentences = new TrainText(money);
        ITrainView view = host.IsTerminal
            ? new LiveTrainView(host.Console, sentences, money)
            : new PlainTrainView(host.Output, sentences);
        var result = new TrainingRun(options, text, learner, budget, host.Clock)
            .Run(view, projection => host.Output.WriteLine(sentences.Projection(projection)), cancellationToken);

        TrainReport.Write(host.Console, result, money);
        if (result.CheckpointProblem is null)
            return ExitCodeOf(result.Ending);

        host.Error.WriteLine($"error: The checkpoint could not be saved: {result.CheckpointProblem}");
        return ExitCodes.UnexpectedFailure;
    }

    private static int ExitCodeOf(TrainEnding ending) => ending switch
    {
        TrainEnding.Completed => ExitCodes.Ok,
        TrainEnding.StoppedByBudget => ExitCodes.StoppedByBudget,
        TrainEnding.DoesNotFit => ExitCodes.DoesNotFit,
        _ => ExitCodes.Interrupted,
    };

    private LearnerSettings NewSettings() => new(
        options.Seed ?? LearnerSettings.DefaultSeed,
        options.BatchSize ?? LearnerSettings.DefaultBatchSize,
        options.Hidden ?? LearnerSettings.DefaultHidden);

    private Checkpoint Resume(TrainingText text)
    {
        var checkpoint = CheckpointFile.Load(options.Checkpoint);
        var settings = checkpoint.State.Settings;
        if (!Learner.Fits(text, checkpoint.State))
            throw new InputException($"{options.Checkpoint} belongs to another text.");
        if ((options.Seed ?? settings.Seed) != settings.Seed
            || (options.BatchSize ?? settings.BatchSize) != settings.BatchSize
            || (options.Hidden ?? settings.Hidden) != settings.Hidden)
        {
            throw new InputException(
                $"{options.Checkpoint} was made with another --seed, --batch-size or --hidden: leave them out to go on from it.");
        }

        return checkpoint;
    }
}
