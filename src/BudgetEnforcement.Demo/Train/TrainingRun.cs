using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Train;

/// <summary>Trains until all epochs are done, the budget has no room for another step, or the user has had enough.</summary>
internal sealed class TrainingRun
{
    private const int WarmUpSteps = 3;
    private const int TimedSteps = 5;
    private const int SampleLength = 240;

    // For sampling and saving a small model, which take some ten milliseconds, and for the disk that is slow today.
    private static readonly TimeSpan LeastLanding = TimeSpan.FromMilliseconds(250);
    private const double SaveBytesPerSecond = 20e6;

    private static readonly TimeSpan PreFlight = TimeSpan.FromSeconds(1);

    private readonly TrainOptions _options;
    private readonly TrainingText _text;
    private readonly Learner _learner;
    private readonly BudgetEnforcer _budget;
    private readonly MachineMeter _meter;
    private readonly TimeProvider _clock;
    private readonly long _firstStep;
    private readonly long _totalSteps;
    private TimeSpan _firstStepAt;

    internal TrainingRun(TrainOptions options, TrainingText text, Learner learner, BudgetEnforcer budget, TimeProvider clock)
    {
        _options = options;
        _text = text;
        _learner = learner;
        _budget = budget;
        _clock = clock;
        _meter = new MachineMeter(budget, options.RatePerHour, clock);
        _firstStep = learner.Step;
        _totalSteps = (long)options.Epochs * learner.StepsPerEpoch;
    }

    /// <summary>Runs.</summary>
    /// <param name="view">Where to show it.</param>
    /// <param name="announce">Where to tell what the pre-flight found.</param>
    /// <param name="cancellationToken">The user's wish to end.</param>
    internal TrainResult Run(ITrainView view, Action<Projection> announce, CancellationToken cancellationToken)
    {
        if (_learner.Step >= _totalSteps)
            return End(TrainEnding.Completed);

        _budget.ThresholdCrossed += (_, crossing) => view.Crossed(crossing);

        // The pre-flight uses the machine as well, so the budget must have room for it.
        if (!_meter.TryStart(Landing()) || !_meter.TryHold(PreFlight))
        {
            _meter.Abandon();
            return End(TrainEnding.StoppedByBudget);
        }

        var stepTime = TimeStep();
        _meter.Settle();
        var projection = Project(stepTime);
        announce(projection);
        if (_options.RequireFit && !projection.Check.IsAvailable)
            return Refuse();

        var ending = TrainEnding.Completed;
        view.Show(() => ending = Train(view, new StepBound(projection.StepTime), cancellationToken));
        return Land(ending);
    }

    // Three numbers are kept of each weight: itself and what the optimizer knows of it.
    private TimeSpan Landing() => LeastLanding + TimeSpan.FromSeconds(3d * sizeof(float) * _learner.WeightCount / SaveBytesPerSecond);

    // Times steps of a learner that is thrown away, so that timing changes nothing about the training. A large model gets fewer of
    // them, since no more time is held than that of the pre-flight.
    private TimeSpan TimeStep()
    {
        var scratch = new Learner(_text, _learner.State.Settings);
        TakeSteps(scratch, WarmUpSteps, PreFlight / 4);
        return TakeSteps(scratch, TimedSteps, PreFlight / 4);
    }

    /// <returns>The time of one.</returns>
    private TimeSpan TakeSteps(Learner learner, int count, TimeSpan atMost)
    {
        var start = _clock.GetTimestamp();
        TimeSpan elapsed;
        var taken = 0;
        do
        {
            learner.TrainStep();
            taken++;
            elapsed = _clock.GetElapsedTime(start);
        }
        while (taken < count && elapsed < atMost);

        return elapsed / taken;
    }

    private Projection Project(TimeSpan stepTime)
    {
        var remaining = _totalSteps - _learner.Step;
        var cost = _meter.CostOf(Scale(stepTime, remaining, 1));
        return new Projection(stepTime, remaining, cost, _budget.CheckBudgetAvailable(cost));
    }

    private static TimeSpan Scale(TimeSpan time, long numerator, long denominator) =>
        TimeSpan.FromTicks((long)Int128.Min((Int128)time.Ticks * numerator / denominator, TimeSpan.MaxValue.Ticks));

    private TrainEnding Train(ITrainView view, StepBound bound, CancellationToken cancellationToken)
    {
        _firstStepAt = _meter.Settled;
        while (_learner.Step < _totalSteps)
        {
            if (cancellationToken.IsCancellationRequested)
                return TrainEnding.Interrupted;
            if (!_meter.TryHold(bound.Current))
                return TrainEnding.StoppedByBudget;

            _learner.TrainStep();
            bound.Observe(_meter.Settle());
            view.Update(Progress());
        }

        return TrainEnding.Completed;
    }

    private TrainProgress Progress()
    {
        var done = _learner.Step - _firstStep;
        var toEnd = done == 0
            ? TimeSpan.MaxValue
            : Scale(_meter.Settled - _firstStepAt, _totalSteps - _learner.Step, done);
        return new TrainProgress(
            _learner.Step,
            _totalSteps,
            _learner.StepsPerEpoch,
            _learner.Loss,
            _budget.GetStatus(),
            _meter.Settled,
            _meter.TimeFor(_budget.Available),
            toEnd);
    }

    // A checkpoint that is resumed keeps the bill, and this refusal had its price.
    private TrainResult Refuse()
    {
        if (_options.Resume)
            return Land(TrainEnding.DoesNotFit);

        _meter.Land();
        return End(TrainEnding.DoesNotFit);
    }

    private TrainResult Land(TrainEnding ending)
    {
        var sample = _learner.Sample(SampleLength);
        string? problem = null;
        try
        {
            CheckpointFile.Save(_options.Checkpoint, _learner.State, () =>
            {
                _meter.Land();
                return _budget.Spent;
            });
        }
        catch (Exception error) when (CheckpointFile.IsFileError(error))
        {
            problem = error.Message;
        }

        // Where saving failed before it came to the bill, the time is spent all the same.
        if (problem is not null)
            _meter.Land();
        return End(ending) with { Sample = sample, Checkpoint = problem is null ? _options.Checkpoint : null, CheckpointProblem = problem };
    }

    private TrainResult End(TrainEnding ending) => new() { Ending = ending, Progress = Progress(), Report = _budget.GetStatus() };
}
