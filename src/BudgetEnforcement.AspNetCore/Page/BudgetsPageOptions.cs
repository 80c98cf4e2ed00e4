namespace BudgetEnforcement.AspNetCore;

/// <summary>How the page of budgets works. It is copied, so later changes to an instance have no effect.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class BudgetsPageOptions
{
    /// <summary>The heading of the page; 1 or more characters. Default <c>Budgets</c>.</summary>
    public string Title { get; set; } = "Budgets";

    /// <summary>
    /// The name of the policy of authorization that commands (top-ups, limits, resets and settling) require beside what the page requires. Default
    /// <see langword="null"/>: a user who may see the page may give commands too. A user who may not give commands sees no buttons. The host does not
    /// start where there is no such policy.
    /// </summary>
    public string? CommandPolicy { get; set; }

    /// <summary>How many budgets of a registry the page shows, those with the least room first; 0 or more. Default 10.</summary>
    public int ShownOfRegistry { get; set; } = 10;

    /// <summary>
    /// How many users may watch the page live at the same time; 1 or more. Default 100. A further one is answered with 503, and sees the page all the
    /// same.
    /// </summary>
    public int MaxWatchers { get; set; } = 100;

    /// <summary>How long a watcher may leave its events unread.</summary>
    internal TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a watcher is served before it has to ask, and to have the right, again.</summary>
    internal TimeSpan WatchTime { get; set; } = TimeSpan.FromMinutes(15);

    internal BudgetsPageOptions ValidCopy(string parameter)
    {
        if (string.IsNullOrWhiteSpace(Title))
            throw new ArgumentException("Title must not be empty.", parameter);
        if (CommandPolicy is not null && string.IsNullOrWhiteSpace(CommandPolicy))
            throw new ArgumentException("CommandPolicy must not be empty.", parameter);
        if (ShownOfRegistry < 0)
            throw new ArgumentOutOfRangeException(parameter, ShownOfRegistry, "ShownOfRegistry must not be negative.");
        if (MaxWatchers < 1)
            throw new ArgumentOutOfRangeException(parameter, MaxWatchers, "MaxWatchers must be 1 or more.");
        return (BudgetsPageOptions)MemberwiseClone();
    }
}
