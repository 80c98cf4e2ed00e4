namespace BudgetEnforcement.AspNetCore;

/// <summary>Finds refusals.</summary>
internal static class Refusals
{
    // Foreign code may chain exceptions in a ring.
    private const int MostLooked = 100;

    /// <summary>The refusal in an exception or in one inside it; null where there is none.</summary>
    internal static BudgetCheck? FindIn(Exception exception)
    {
        var next = new Queue<Exception>([exception]);
        for (var looked = 0; looked < MostLooked && next.TryDequeue(out var at); looked++)
        {
            if (at is BudgetExceededException refusal)
                return refusal.Check;
            if (at is AggregateException several)
            {
                foreach (var inner in several.InnerExceptions)
                    next.Enqueue(inner);
            }
            else if (at.InnerException is { } inner)
            {
                next.Enqueue(inner);
            }
        }

        return null;
    }
}
