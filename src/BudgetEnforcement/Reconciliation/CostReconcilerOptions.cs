namespace BudgetEnforcement;

/// <summary>How a <see cref="CostReconciler"/> works. The reconciler copies it, so later changes to an instance have no effect.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class CostReconcilerOptions
{
    internal static readonly TimeSpan LongestPast = TimeSpan.FromDays(366);

    private const int LongestSourceName = 40;

    /// <summary>
    /// The name of the provider in the keys of a ledger, in logs and in metrics: 1 to 40 printable characters without <c>|</c>; <c>"provider"</c> by
    /// default. Reconcilers of different providers need different names.
    /// </summary>
    public string SourceName { get; set; } = "provider";

    /// <summary>
    /// The length of a window: whole minutes, from 1 minute to 31 days; 1 day by default. Windows begin at multiples of it since the year 1 in UTC, days
    /// at midnight, and are cut where a term of a budget begins. A window is compared while it grows, so a longer one does not make an adjustment later.
    /// </summary>
    /// <remarks>
    /// The reconciler asks the source once for each window that it compares. A call that the provider bills in one window and that is recorded in the
    /// next makes the first window look recorded too low and the next one too high. So windows should be much longer than calls.
    /// </remarks>
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How late the provider may learn of a cost: minutes younger than this are not compared. 0 or more, at most 31 days; 10 minutes by default.
    /// </summary>
    public TimeSpan SettleAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a window that has ended is compared again, because the provider may restate it. 0 or more, at most 366 days; 1 day by default.
    /// </summary>
    public TimeSpan RestateFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Whether an adjustment may make spend less than what was recorded; by default it may not, because a provider that does not know the price of a
    /// model bills nothing for it. A former adjustment is taken back in any case.
    /// </summary>
    public bool AdjustDown { get; set; }

    /// <summary>
    /// The start of the first window, rounded up to a whole minute; at most 366 days ago. Default <see langword="null"/>: the end of the present
    /// minute. Set it if you hand all costs since then to <see cref="CostReconciler.Record"/>, for example from a log of your own. The reconciler
    /// then finds the entries that a former process has set in a ledger for the same windows, if its windows started at the same instants, midnights
    /// for example. It does not find what a former process has added to budgets that are not shared.
    /// </summary>
    public DateTimeOffset? From { get; set; }

    /// <param name="name">The name of the argument of the caller.</param>
    internal CostReconcilerOptions ValidCopy(string name)
    {
        var copy = (CostReconcilerOptions)MemberwiseClone();
        if (copy.SourceName is null || !BudgetOptionsRules.IsLabel(copy.SourceName, LongestSourceName, spaces: true) || copy.SourceName.Contains('|', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"SourceName must have 1 to {LongestSourceName} printable characters without '|'; it is {BudgetOptionsRules.Quote(copy.SourceName ?? string.Empty)}.", name);
        }

        if (copy.Window < TimeSpan.FromMinutes(1) || copy.Window > TimeSpan.FromDays(31) || copy.Window.Ticks % TimeSpan.TicksPerMinute != 0)
            throw new ArgumentOutOfRangeException(name, copy.Window, "Window must be whole minutes, from 1 minute to 31 days.");
        if (copy.SettleAfter < TimeSpan.Zero || copy.SettleAfter > TimeSpan.FromDays(31))
            throw new ArgumentOutOfRangeException(name, copy.SettleAfter, "SettleAfter must be 0 or more, and at most 31 days.");
        if (copy.RestateFor < TimeSpan.Zero || copy.RestateFor > TimeSpan.FromDays(366))
            throw new ArgumentOutOfRangeException(name, copy.RestateFor, "RestateFor must be 0 or more, and at most 366 days.");
        return copy;
    }
}
