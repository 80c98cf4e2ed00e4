namespace BudgetEnforcement.Demo.Train;

/// <summary>How long the next step may take at most, judged by those before it.</summary>
internal sealed class StepBound
{
    // A collection of garbage or a busy neighbour can come into any step.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(25);
    private const double Margin = 3;
    private const double Memory = 0.99;

    private TimeSpan _longest;

    internal StepBound(TimeSpan firstStep) => _longest = firstStep;

    internal TimeSpan Current => Least + (_longest * Margin);

    // An outlier is forgotten over some hundred steps; it would otherwise keep money from ever being used.
    internal void Observe(TimeSpan step) => _longest = step > _longest ? step : _longest * Memory;
}
