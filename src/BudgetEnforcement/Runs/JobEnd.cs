namespace BudgetEnforcement;

/// <summary>What a job, and then its landing, came to.</summary>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct JobEnd(BudgetedRunOutcome Outcome)
{
    /// <summary>What was thrown.</summary>
    internal Exception? Failure { get; init; }

    /// <summary>The refusal that was thrown, or is inside what was thrown.</summary>
    internal BudgetExceededException? Refusal { get; init; }

    /// <summary>Whether a budget stopped it, also where something else went wrong then.</summary>
    internal bool IsStoppedByBudget { get; init; }

    /// <summary>Whether it was stopped before its end, so that there is a checkpoint to save.</summary>
    internal bool MustLand { get; init; }

    /// <summary>The budget that stopped or refused it.</summary>
    internal BudgetReport? StoppedBy { get; init; }

    /// <param name="thrown">What the job threw; null where it returned.</param>
    /// <param name="isStopped">Whether a budget told it to stop.</param>
    /// <param name="isCancelled">Whether the caller told it to stop.</param>
    /// <param name="isDone">Whether it has reported that all is done.</param>
    internal static JobEnd Of(Exception? thrown, bool isStopped, bool isCancelled, bool isDone)
    {
        if (thrown is null && (isDone || !(isStopped || isCancelled)))
            return new JobEnd(BudgetedRunOutcome.Completed);
        var inside = thrown is null ? new ThrownByJob(null, IsOnlyRefused: false, IsOnlyCancelled: true) : ThrownByJob.Of(thrown);
        var outcome = inside switch
        {
            { IsOnlyRefused: true } => BudgetedRunOutcome.StoppedByBudget,
            { IsOnlyCancelled: true } when isStopped => BudgetedRunOutcome.StoppedByBudget,
            { IsOnlyCancelled: true } when isCancelled => BudgetedRunOutcome.Cancelled,
            _ => BudgetedRunOutcome.Failed,
        };
        var isStoppedByBudget = isStopped || inside.Refusal is not null;
        return new JobEnd(outcome)
        {
            Failure = inside.IsOnlyCancelled && outcome != BudgetedRunOutcome.Failed ? null : thrown,
            Refusal = inside.Refusal,
            IsStoppedByBudget = isStoppedByBudget,

            // A job that fails because it was told to stop, by wrapping the cancellation for one, has a checkpoint to save as well.
            MustLand = isStoppedByBudget || isCancelled,
        };
    }

    /// <summary>The same end where something failed after it.</summary>
    internal JobEnd AndFailed(Exception exception) => this with
    {
        Outcome = BudgetedRunOutcome.Failed,
        Failure = Failure is null ? exception : new AggregateException(Failure, exception),
    };
}
