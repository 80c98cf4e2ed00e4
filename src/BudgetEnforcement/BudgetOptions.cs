namespace BudgetEnforcement;

/// <summary>How a budget starts out. The enforcer copies it, so later changes to an instance have no effect.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class BudgetOptions
{
    internal const int MostAlerts = 16;
    internal const string UnnamedBudget = "default";
    internal const int LongestName = 128;
    internal const int LongestCurrency = 16;

    private List<decimal> _alertAt = [];

    /// <summary>
    /// The name of the budget in messages, logs and metrics: 1 to 128 printable characters, not only spaces. Default
    /// <see langword="null"/>, and <c>"default"</c> means the same: the budget is called <c>"default"</c> and publishes no metrics, so that
    /// a million unnamed jobs do not become a million series.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// The most that may be spent, inclusive; 0 or more, in <see cref="Currency"/>. Required: <see langword="null"/>, the default, is an
    /// error, so that a missing limit is not taken for a limit of 0.
    /// </summary>
    public decimal? Limit { get; set; }

    /// <summary>
    /// What this budget has spent before it starts; 0 or more, may be above the limit. Default 0. A resumed job starts here: thresholds
    /// that it has passed already are not announced again. It counts on this budget alone, not on its parent, which has a start of its own.
    /// A start value: a reload of the options ignores it.
    /// </summary>
    public decimal InitialSpent { get; set; }

    /// <summary>
    /// When <see cref="InitialSpent"/> was true. Where a <see cref="Period"/> has ended since, the spend belongs to an earlier period and
    /// does not count. Default <see langword="null"/>: it belongs to the present one. Ignored without a <see cref="Period"/>. A start
    /// value, like <see cref="InitialSpent"/>.
    /// </summary>
    public DateTimeOffset? InitialSpentAt { get; set; }

    /// <summary>
    /// The label of the one currency of all amounts of the budget: 1 to 16 printable characters without spaces. Nothing is ever converted.
    /// Default <see langword="null"/>: that of the parent, and <c>USD</c> where there is none. A child cannot have another currency than
    /// its parent.
    /// </summary>
    public string? Currency { get; set; }

    /// <summary>
    /// The portion of the limit at which <see cref="BudgetStatus.Warning75"/> begins: above 0 and below <see cref="Warning90Threshold"/>.
    /// Default 0.75.
    /// </summary>
    public decimal Warning75Threshold { get; set; } = BudgetThresholds.Default.Warning75;

    /// <summary>
    /// The portion of the limit at which <see cref="BudgetStatus.Warning90"/> begins: above <see cref="Warning75Threshold"/> and at most 1.
    /// Default 0.90.
    /// </summary>
    public decimal Warning90Threshold { get; set; } = BudgetThresholds.Default.Warning90;

    /// <summary>
    /// Further portions of the limit that are announced like the two thresholds, such as 0.5, 1.0 and 1.2: distinct, above 0, at most 16.
    /// One that is equal to a threshold is announced once. Default empty. The list is filled and not replaced, by code and by a binder of
    /// configuration (<c>"AlertAt": [ 0.5, 1.0 ]</c>).
    /// </summary>
    public IList<decimal> AlertAt => _alertAt;

    /// <summary>
    /// How often what is spent starts again from 0. Default <see cref="BudgetPeriod.None"/>. Open reservations stay held over the end of a
    /// period, and their commits count in the period in which they land. Several periods at once, a daily and a monthly limit, are a tree
    /// of budgets.
    /// </summary>
    public BudgetPeriod Period { get; set; }

    /// <summary>
    /// The time zone by whose calendar periods end, its daylight saving included; for code, since configuration cannot hold one, see
    /// <see cref="TimeZoneId"/>. Default <see langword="null"/>: that of <see cref="TimeZoneId"/>, and UTC where that is
    /// <see langword="null"/> too. Ignored without a <see cref="Period"/>.
    /// </summary>
    public TimeZoneInfo? TimeZone { get; set; }

    /// <summary>
    /// The IANA or Windows id of the time zone by whose calendar periods end, such as <c>Europe/Berlin</c>; for configuration. One that this
    /// machine does not know is an error, also without a <see cref="Period"/>, and so is one beside a <see cref="TimeZone"/>. Default
    /// <see langword="null"/>: none is given.
    /// </summary>
    public string? TimeZoneId { get; set; }

    /// <summary>
    /// The effective zone, from <see cref="TimeZone"/> or <see cref="TimeZoneId"/>. <see cref="Copy"/> looks it up, so it is null in
    /// options that are no copy, and where the id is not known.
    /// </summary>
    internal TimeZoneInfo? Zone { get; private set; }

    /// <summary>
    /// How many calls of <see cref="BudgetEnforcer.ReserveAsync"/> on this budget may wait for room at the same time; 0 or more. Default 0:
    /// what does not fit is refused at once, so waiting is a choice.
    /// </summary>
    public int MaxWaiters { get; set; }

    /// <summary>
    /// The longest that a <see cref="BudgetEnforcer.ReserveAsync"/> on this budget waits for room; above 0, so that
    /// <see cref="Timeout.InfiniteTimeSpan"/> is an error too. Default <see langword="null"/>: no bound.
    /// </summary>
    public TimeSpan? MaxWait { get; set; }

    /// <summary>Makes a copy for the library to keep, and looks up its <see cref="Zone"/>.</summary>
    internal BudgetOptions Copy()
    {
        var copy = (BudgetOptions)MemberwiseClone();
        copy._alertAt = [.. _alertAt];
        copy.Zone = TimeZone ?? (TimeZoneId is null ? TimeZoneInfo.Utc : FindZone(TimeZoneId));
        return copy;
    }

    private static TimeZoneInfo? FindZone(string id)
    {
        try
        {
            return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
        }
#pragma warning disable CA1031 // On some systems an id is the path of a file, and reading a file may throw many exceptions.
        catch
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
