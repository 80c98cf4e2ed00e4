namespace BudgetEnforcement;

/// <content>Refusals: at most one a minute is a warning.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>Counts and tells a refusal, with the number of those since the last one that was a warning.</summary>
    internal void CountRefusal(in BudgetCheck refusal)
    {
        var at = ReadElapsedTicks();
        int? sinceLastWarning;
        lock (_tree.Gate)
            sinceLastWarning = CountRefusalNeedsLock(at);
        _tree.Telemetry.Refused(this, refusal, sinceLastWarning);
    }

    /// <returns>How many there were since the last warning, where this one is a warning; otherwise <see langword="null"/>.</returns>
    private int? CountRefusalNeedsLock(long? at)
    {
        var extras = ExtrasNeedsLock;
        if (extras.WarnedOfRefusalAt is { } last && !(at - last >= TimeSpan.TicksPerMinute))
        {
            extras.RefusalsSinceWarning = unchecked(extras.RefusalsSinceWarning + 1);
            return null;
        }

        extras.WarnedOfRefusalAt = at ?? 0;
        (var since, extras.RefusalsSinceWarning) = (extras.RefusalsSinceWarning, 0);
        return since;
    }
}
