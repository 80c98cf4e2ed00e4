namespace BudgetEnforcement;

/// <content>Refusals, of which at most one a minute is logged as a warning.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>Counts and logs a refusal. A warning has the number of refusals since the last warning.</summary>
    internal void CountRefusal(in BudgetCheck refusal)
    {
        var at = ReadElapsedTicks();
        int? sinceLastWarning;
        using (_tree.Gate.EnterScope())
            sinceLastWarning = CountRefusalNeedsLock(at);
        _tree.Telemetry.Refused(this, refusal, sinceLastWarning);
    }

    /// <returns>The number of refusals since the last warning, where this one is a warning; otherwise <see langword="null"/>.</returns>
    private int? CountRefusalNeedsLock(long? at)
    {
        // Where the clock cannot be read, no minute passes: the refusals are counted, and the next warning tells how many.
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

    /// <summary>A monotonic time in ticks; <see langword="null"/> where the clock cannot be read.</summary>
    private long? ReadElapsedTicks()
    {
        try
        {
            return _tree.Clock.GetElapsedTime(0, _tree.Clock.GetTimestamp()).Ticks;
        }
#pragma warning disable CA1031 // Only a log level depends on this time.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogClockFailed(exception);
            return null;
        }
    }
}
