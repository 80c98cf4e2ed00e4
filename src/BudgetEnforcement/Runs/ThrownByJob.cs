namespace BudgetEnforcement;

/// <summary>What a job threw, with what is inside it: exceptions that others wrap or gather tell as much as those thrown directly.</summary>
/// <param name="Refusal">The first refusal by a budget that is found; null where there is none.</param>
/// <param name="IsOnlyRefused">
/// Whether a budget refused and nothing else went wrong: beside refusals there are only cancellations, as of the parallel parts of a job
/// that stop because one of them was refused.
/// </param>
/// <param name="IsOnlyCancelled">Whether it is a cancellation, or several that were gathered.</param>
internal readonly record struct ThrownByJob(BudgetExceededException? Refusal, bool IsOnlyRefused, bool IsOnlyCancelled)
{
    internal static ThrownByJob Of(Exception exception)
    {
        BudgetExceededException? refusal = null;
        var hasFailed = false;
        var hasWrappedCancellation = false;

        // Neither recursive nor twice at one exception: chains may be deep, and the same exception may be gathered often.
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
                    // What a cancellation broke on its way, such as a socket, is no failure, but a refusal may have caused it.
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
