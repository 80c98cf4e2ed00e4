namespace BudgetEnforcement.Demo.Train;

/// <summary>Where a run is.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="TotalSteps">Steps that all epochs take.</param>
/// <param name="StepsPerEpoch">Steps that one epoch takes.</param>
/// <param name="Loss">The smoothed loss.</param>
/// <param name="Report">The budget.</param>
/// <param name="Elapsed">Time of this run.</param>
/// <param name="ToLimit">Time until the budget has nothing left.</param>
/// <param name="ToEnd">Time until all epochs are done, budget or not.</param>
internal readonly record struct TrainProgress(
    long Step,
    long TotalSteps,
    int StepsPerEpoch,
    double Loss,
    BudgetReport Report,
    TimeSpan Elapsed,
    TimeSpan ToLimit,
    TimeSpan ToEnd)
{
    /// <summary>The epoch of the last step, from 1.</summary>
    internal long Epoch => (Math.Max(0, Step - 1) / StepsPerEpoch) + 1;

    internal long Epochs => TotalSteps / StepsPerEpoch;

    internal bool LimitComesFirst => ToLimit < ToEnd;

    internal TimeSpan TimeLeft => LimitComesFirst ? ToLimit : ToEnd;
}
