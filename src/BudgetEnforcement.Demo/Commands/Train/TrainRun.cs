using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Jobs;
using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>One run of <c>train</c>: pre-flight, training, and a checkpoint that carries the whole bill.</summary>
internal sealed class TrainRun : IDisposable
{
    // Often enough that a kill costs little work, seldom enough that saving costs little money.
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(2);

    private readonly TrainOptions _options;
    private readonly Learner _learner;
    private readonly JobPlan _plan;
    private readonly BudgetEnforcer _budget;
    private readonly Func<bool> _isLedgerAway;
    private readonly decimal _spentBefore;
    private readonly long _start;
    private BudgetForecast _forecast;
    private Projection? _projection;
    private string? _sample;
    private UnpaidCheckpoint? _checkpoint;
    private string? _checkpointProblem;
    private TimeSpan _saveAt = SaveEvery;

    internal TrainRun(TrainOptions options, LearnerText text, Learner learner, BudgetEnforcer budget, Func<bool>? isLedgerAway = null)
    {
        _isLedgerAway = isLedgerAway ?? (() => false);
        _options = options;
        _learner = learner;
        _budget = budget;
        _spentBefore = budget.Spent;
        _start = budget.TimeProvider.GetTimestamp();
        _plan = new JobPlan(text, learner, (long)options.Epochs * learner.StepsPerEpoch, options.RatePerHour, options.RequireFit);
    }

    public void Dispose() => _checkpoint?.Dispose();

    /// <summary>Runs, once.</summary>
    /// <param name="view">Where to show it.</param>
    /// <param name="announce">Told of the projection of the pre-flight.</param>
    /// <param name="cancellationToken">The user's wish to end.</param>
    internal async Task<TrainResult> RunAsync(ITrainView view, Action<Projection> announce, CancellationToken cancellationToken)
    {
        if (_plan.RemainingSteps <= 0)
            return End(BudgetedRunOutcome.Completed);

        var crossings = new CrossingWatch(_budget, view.Crossed);
        if (await PreFlight.RunAsync(_plan, _budget).ConfigureAwait(false) is not { } projection)
        {
            await crossings.CatchUpAsync().ConfigureAwait(false);
            return End(BudgetedRunOutcome.Refused);
        }

        _projection = projection;
        announce(projection);
        var result = await view.ShowAsync(TrainAsync).ConfigureAwait(false);
        result.ThrowIfFailed();

        // Where nothing was run there is nothing new to save. But a checkpoint that was resumed keeps the bill, and the pre-flight had its price.
        if (_options.Resume && _checkpoint is null && _checkpointProblem is null && _budget.Spent > _spentBefore)
            WriteCheckpoint();
        return End(result.Outcome) with { DoesNotFit = _options.RequireFit && !projection.Check.IsAvailable };

        async Task<BudgetedRunResult> TrainAsync()
        {
            var result = await JobRunner.RunAsync(_plan, projection, _budget, Watch, Land, cancellationToken).ConfigureAwait(false);
            await crossings.CatchUpAsync().ConfigureAwait(false);
            return result;
        }

        void Watch(BudgetForecast forecast)
        {
            _forecast = forecast;
            view.Update(Progress());
            if (_options.Ledger is not null && forecast.Elapsed >= _saveAt)
                SaveMeanwhile(forecast);
        }
    }

    // All but the last few bytes of the checkpoint is written here, while the run still pays for it.
    private void Land()
    {
        _sample = _learner.Sample(SampleText.Length);
        WriteCheckpoint();
    }

    // A process that is killed does not land. The spend that the budget remembers should have bought something.
    private void SaveMeanwhile(in BudgetForecast forecast)
    {
        _saveAt = forecast.Elapsed + SaveEvery;
        TryFile(() =>
        {
            using var checkpoint = CheckpointFile.Begin(_options.Checkpoint, _learner.State);
            checkpoint.Complete(_budget.Spent);
        });
    }

    private void WriteCheckpoint() => TryFile(() => _checkpoint = CheckpointFile.Begin(_options.Checkpoint, _learner.State));

    private TrainResult End(BudgetedRunOutcome outcome)
    {
        var report = _budget.GetStatus();
        if (_checkpoint is not null)
            TryFile(() => _checkpoint.Complete(report.Spent));
        return new TrainResult
        {
            Outcome = outcome,
            IsLedgerAway = _isLedgerAway(),
            Progress = Progress(),
            Report = report,
            Elapsed = _budget.TimeProvider.GetElapsedTime(_start),
            Sample = _sample,
            Checkpoint = _checkpoint is null || _checkpointProblem is not null ? null : _options.Checkpoint,
            CheckpointProblem = _checkpointProblem,
        };
    }

    private TrainProgress Progress() =>
        new(_learner.Step, _plan.TotalSteps, _learner.StepsPerEpoch, _learner.Loss, _options.Budget, _forecast, _projection);

    private void TryFile(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            _checkpointProblem = FileProblem.Describe(_options.Checkpoint, error);
        }
    }
}
