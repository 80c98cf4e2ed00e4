using System.Runtime.ExceptionServices;

namespace BudgetEnforcement;

/// <summary>How a run ended, and what became of its budget.</summary>
/// <threadsafety>Immutable; may be read from any thread.</threadsafety>
public sealed class BudgetedRunResult
{
    internal BudgetedRunResult(BudgetedRunOutcome outcome, in BudgetReport report, in BudgetForecast forecast, BudgetCheck? refusal, Exception? exception)
    {
        Outcome = outcome;
        Report = report;
        Forecast = forecast;
        Refusal = refusal;
        Exception = exception;
    }

    /// <summary>How it ended.</summary>
    public BudgetedRunOutcome Outcome { get; }

    /// <summary>The budget after the end, with everything that the run cost.</summary>
    public BudgetReport Report { get; }

    /// <summary>The last forecast.</summary>
    public BudgetForecast Forecast { get; }

    /// <summary>What did not fit, where the run was refused.</summary>
    public BudgetCheck? Refusal { get; }

    /// <summary>
    /// What the job or its landing threw; an <see cref="AggregateException"/> where both did. Always there where the run failed; where the
    /// budget stopped it, there if the job ended by a <see cref="BudgetExceededException"/>.
    /// </summary>
    public Exception? Exception { get; }

    /// <summary>Throws what the job threw, with its own stack, where the run failed; otherwise does nothing.</summary>
    public void ThrowIfFailed()
    {
        if (Outcome == BudgetedRunOutcome.Failed)
            ExceptionDispatchInfo.Throw(Exception!);
    }
}
