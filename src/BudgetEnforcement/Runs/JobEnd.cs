namespace BudgetEnforcement;

/// <summary>The end of a job and then of its landing.</summary>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct JobEnd(BudgetedRunOutcome Outcome)
{
    /// <summary>What was thrown.</summary>
    internal Exception? Failure { get; init; }

    /// <summary>The refusal that was thrown, or that the thrown exception holds.</summary>
    internal BudgetExceededException? Refusal { get; init; }

    /// <summary>Whether a budget stopped the job, also where something else failed then.</summary>
    internal bool IsStoppedByBudget { get; init; }

    /// <summary>Whether the job was stopped before its end, so that it has a checkpoint to save.</summary>
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

            // A job that fails because it was told to stop, for example by wrapping the cancellation, has a checkpoint to save as well.
            MustLand = isStoppedByBudget || isCancelled,
        };
    }

    /// <summary>The same end after a later failure.</summary>
    internal JobEnd AndFailed(Exception exception) => this with
    {
        Outcome = BudgetedRunOutcome.Failed,
        Failure = Failure is null ? exception : new AggregateException(Failure, exception),
    };
}
