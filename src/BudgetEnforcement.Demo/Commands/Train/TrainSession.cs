using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>One call of <c>train</c>: finds the text and the checkpoint, runs the training, tells how it went.</summary>
internal sealed class TrainSession(TrainOptions options, DemoHost host)
{
    internal const string BudgetName = "training";

    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var text = LearnerText.LoadOrReadme(options.File);
        return await (options.Ledger is { } ledger
            ? new TrainOnLedger(options, ledger, host).RunAsync(
                (shared, open, isLedgerAway) => RunAsync(shared, text, open, isLedgerAway, cancellationToken), cancellationToken)
            : RunAsync(options, text, checkpoint => Task.FromResult(CreateBudget(checkpoint)), isLedgerAway: null, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<int> RunAsync(
        TrainOptions options,
        LearnerText text,
        Func<Checkpoint?, Task<BudgetEnforcer>> openBudget,
        Func<bool>? isLedgerAway,
        CancellationToken cancellationToken)
    {
        var checkpoint = options.Resume ? Resume(options, text) : null;
        CheckpointFile.EnsureWritable(options.Checkpoint);
        if (checkpoint is null && File.Exists(options.Checkpoint))
            await host.Output.WriteLineAsync($"{options.Checkpoint} exists and will be replaced; --resume goes on from it.").ConfigureAwait(false);

        var learner = checkpoint is null ? new Learner(text, NewSettings()) : new Learner(text, checkpoint.State);
        var budget = await openBudget(checkpoint).ConfigureAwait(false);
        var money = new MoneyFormat(budget.Limit, budget.Currency);
        var messages = new TrainMessages(money);
        ITrainView view = host.IsTerminal ? new LiveTrainView(host.Console, messages) : new PlainTrainView(host.Output, messages);
        using var run = new TrainRun(options with { Budget = budget.Limit }, text, learner, budget, isLedgerAway);
        var result = await run.RunAsync(view, projection => host.Output.WriteLine(messages.Projection(projection)), cancellationToken)
            .ConfigureAwait(false);

        TrainReport.Write(host.Console, result, money);
        if (result.CheckpointProblem is null)
            return ExitCodeOf(result);

        await host.Error.WriteLineAsync($"error: The checkpoint could not be saved: {result.CheckpointProblem}").ConfigureAwait(false);
        return ExitCodes.UnexpectedFailure;
    }

    private BudgetEnforcer CreateBudget(Checkpoint? checkpoint) => new(
        new BudgetOptions { Name = BudgetName, Limit = options.Budget, InitialSpent = checkpoint?.Spent ?? 0m }, timeProvider: host.Clock);

    private static int ExitCodeOf(TrainResult result) => result.Outcome switch
    {
        BudgetedRunOutcome.Completed => ExitCodes.Ok,
        BudgetedRunOutcome.Refused when result.DoesNotFit => ExitCodes.DoesNotFit,
        BudgetedRunOutcome.Refused or BudgetedRunOutcome.StoppedByBudget => ExitCodes.StoppedByBudget,
        _ => ExitCodes.Interrupted,
    };

    private LearnerSettings NewSettings() => new(
        options.Seed ?? LearnerSettings.DefaultSeed,
        options.BatchSize ?? LearnerSettings.DefaultBatchSize,
        options.Hidden ?? LearnerSettings.DefaultHidden);

    private static Checkpoint Resume(TrainOptions options, LearnerText text)
    {
        var checkpoint = CheckpointFile.Load(options.Checkpoint);
        var settings = checkpoint.State.Settings;
        if (!Learner.Fits(text, checkpoint.State))
            throw new InputException($"{options.Checkpoint} belongs to another text: name that one as FILE, or leave out --resume to begin anew.");
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
