namespace BudgetEnforcement;

/// <summary>Classifies what a job threw. Exceptions that others wrap or gather count as much as those thrown directly.</summary>
/// <param name="Refusal">The first refusal by a budget; null where there is none.</param>
/// <param name="IsOnlyRefused">
/// Whether a budget refused and nothing else failed: beside refusals there are only cancellations, such as those of parallel parts of a job
/// that stop because one of them was refused.
/// </param>
/// <param name="IsOnlyCancelled">Whether it is one cancellation, or several that were gathered.</param>
internal readonly record struct ThrownByJob(BudgetExceededException? Refusal, bool IsOnlyRefused, bool IsOnlyCancelled)
{
    internal static ThrownByJob Of(Exception exception)
    {
        BudgetExceededException? refusal = null;
        var hasFailed = false;
        var hasWrappedCancellation = false;

        // The walk is not recursive, because chains may be deep, and visits each exception once, because it may be gathered often.
        var seen = new HashSet<Exception>(ReferenceEqualityComparer.Instance);
        var open = new Queue<(Exception Exception, bool IsWrapped, bool IsCancelled)>();
        open.Enqueue((exception, false, false));
        while (open.TryDequeue(out var next))
        {
            if (!seen.Add(next.Exception))
                continue;
            switch (next.Exception)
            {
                case BudgetExceededException refused:
                    refusal ??= refused;
                    break;
                case AggregateException { InnerExceptions.Count: > 0 } gathered:
                    foreach (var inner in gathered.InnerExceptions)
                        open.Enqueue(next with { Exception = inner });
                    break;
                case OperationCanceledException cancelled:
                    // The inner exception of a cancellation, such as a broken socket, is no failure, but it may be the refusal that caused
                    // it.
                    hasWrappedCancellation |= next.IsWrapped;
                    if (cancelled.InnerException is { } cause)
                        open.Enqueue((cause, next.IsWrapped, true));
                    break;
                case { InnerException: { } inner }:
                    open.Enqueue((inner, true, next.IsCancelled));
                    break;
                default:
                    hasFailed |= !next.IsCancelled;
                    break;
            }
        }

        return new ThrownByJob(refusal, refusal is not null && !hasFailed, refusal is null && !hasFailed && !hasWrappedCancellation);
    }
}
