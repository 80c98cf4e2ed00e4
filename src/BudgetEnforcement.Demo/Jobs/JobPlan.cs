using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Jobs;

/// <summary>A training job before it starts.</summary>
/// <param name="Text">The text to learn from.</param>
/// <param name="Learner">The learner.</param>
/// <param name="TotalSteps">The step after which all is done.</param>
/// <param name="RatePerHour">The price of its machine.</param>
/// <param name="MustFit">Whether it must not start where its projected cost does not fit.</param>
internal sealed record JobPlan(LearnerText Text, Learner Learner, long TotalSteps, decimal RatePerHour, bool MustFit)
{
    // A price finer than a millionth of a millionth is rounded up.
    internal const int Decimals = 12;

    // For sampling and saving a small model, which take some ten milliseconds, and for the machine or the disk that is busy today.
    private static readonly TimeSpan LeastLanding = TimeSpan.FromMilliseconds(500);
    private const double SaveBytesPerSecond = 20e6;
    private const int StepsToWindDown = 2;

    internal long RemainingSteps => TotalSteps - Learner.Step;

    internal double Progress => Math.Min(1d, (double)Learner.Step / TotalSteps);

    /// <summary>The cost of a time of the machine.</summary>
    internal decimal CostOf(TimeSpan time) => ExactDecimal.ScaleUp(RatePerHour, time.Ticks, TimeSpan.TicksPerHour, Decimals);

    /// <summary>The most that stopping may cost: the end of the step that is under way, and the landing.</summary>
    // Each weight has three numbers: the weight itself and what the optimizer knows of it.
    internal decimal LandingReserve(TimeSpan stepTime) => CostOf(
        LeastLanding + TimeSpan.FromSeconds(3d * sizeof(float) * Learner.WeightCount / SaveBytesPerSecond) + (StepsToWindDown * stepTime));
}
