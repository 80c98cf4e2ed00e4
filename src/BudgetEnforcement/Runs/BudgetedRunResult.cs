using System.Globalization;
using System.Runtime.ExceptionServices;

namespace BudgetEnforcement;

/// <summary>How a run ended, and its budget afterwards.</summary>
/// <threadsafety>Immutable; may be read from any thread.</threadsafety>
public sealed class BudgetedRunResult
{
    internal BudgetedRunResult(in JobEnd end, in BudgetReport report, in BudgetForecast forecast, BudgetCheck? refusal)
    {
        Outcome = end.Outcome;
        StoppedBy = end.StoppedBy;
        Exception = end.Failure;
        Report = report;
        Forecast = forecast;
        Refusal = refusal;
    }

    /// <summary>How it ended.</summary>
    public BudgetedRunOutcome Outcome { get; }

    /// <summary>The budget after the end, with everything that the run cost.</summary>
    public BudgetReport Report { get; }

    /// <summary>The last forecast.</summary>
    public BudgetForecast Forecast { get; }

    /// <summary>
    /// What did not fit, where the run was refused; its <see cref="BudgetCheck.Purpose"/> and <see cref="BudgetCheck.Message"/> say what
    /// the amount was required for.
    /// </summary>
    public BudgetCheck? Refusal { get; }

    /// <summary>
    /// The budget that refused the run or stopped it, the run's own or one above it: the budget with too little room, the exceeded budget,
    /// or the budget that had no room for the next slice of time. <see langword="null"/> where no budget did. Where none of these is left when a
    /// stopped job has ended, for example after a top-up, it is the budget with the least room.
    /// </summary>
    /// <remarks>
    /// It is read when the run is refused or the job has ended, before the landing. The budget that refused a slice of time or the job is found
    /// by its name, limit and numbers; of several budgets of the path that match equally well, it is the one with the least room. It is also set where a stopped job, or its landing,
    /// failed afterwards. Where a budget outside the path of the run, such as a child, refused the job and so ended it, it is
    /// <see langword="null"/>, and the <see cref="BudgetExceededException.Check"/> of the exception has the numbers.
    /// </remarks>
    public BudgetReport? StoppedBy { get; }

    /// <summary>
    /// What the job or its landing threw; an <see cref="AggregateException"/> where both did. It is always set where the run failed; where
    /// the budget stopped it, it is set if the job ended by a <see cref="BudgetExceededException"/> or an exception that holds one.
    /// </summary>
    public Exception? Exception { get; }

    /// <summary>Throws what the job threw, with its own stack, where the run failed; otherwise does nothing.</summary>
    public void ThrowIfFailed()
    {
        if (Outcome == BudgetedRunOutcome.Failed)
            ExceptionDispatchInfo.Throw(Exception!);
    }

    /// <summary>How it ended and why, in one line that is the same under every culture.</summary>
    /// <returns>For example <c>StoppedByBudget: job: Warning90, $95.00 of $100.00 spent … (stopped by team: …)</c>.</returns>
    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Outcome}: {Report}");
        if (Refusal is { } refusal)
            return $"{text} ({refusal.Message})";
        if (StoppedBy is { } budget)
            text = $"{text} (stopped by {budget})";
        return Outcome == BudgetedRunOutcome.Failed ? $"{text} ({Exception!.GetType().Name}: {Exception.Message})" : text;
    }
}
