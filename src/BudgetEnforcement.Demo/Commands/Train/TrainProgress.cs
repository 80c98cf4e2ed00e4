using BudgetEnforcement.Demo.Jobs;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>How far a run has come.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="TotalSteps">Steps that all epochs take.</param>
/// <param name="StepsPerEpoch">Steps that one epoch takes.</param>
/// <param name="Loss">The smoothed loss.</param>
/// <param name="Limit">The most that may be spent.</param>
/// <param name="Forecast">The spend so far, and its forecast.</param>
/// <param name="PreFlight">The projection of the pre-flight, or null where there was none.</param>
internal readonly record struct TrainProgress(
    long Step, long TotalSteps, int StepsPerEpoch, double Loss, decimal Limit, BudgetForecast Forecast, Projection? PreFlight = null)
{
    /// <summary>The epoch of the last step, from 1.</summary>
    internal long Epoch => (Math.Max(0, Step - 1) / StepsPerEpoch) + 1;

    internal long Epochs => TotalSteps / StepsPerEpoch;
}
