using System.Globalization;

namespace BudgetEnforcement;

/// <summary>How a <see cref="BudgetLedger"/> works. The ledger copies it, so later changes to an instance have no effect.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class BudgetLedgerOptions
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    /// <summary>
    /// What the store does about its schema when the ledger opens it. Default <see cref="SchemaSetUp.Create"/>: the store creates a schema that is
    /// missing.
    /// </summary>
    public SchemaSetUp SchemaSetUp { get; set; }

    /// <summary>Which limit counts where the ledger already has the budget with another one. Default <see cref="BudgetLimitSource.Ledger"/>.</summary>
    public BudgetLimitSource LimitFrom { get; set; }

    /// <summary>
    /// The name of this process for people: 1 to 128 printable characters, or <see langword="null"/>, the default, for the name of the machine and
    /// the id of the process. It decides nothing, so several processes may have the same name.
    /// </summary>
    public string? NodeName { get; set; }

    /// <summary>
    /// How often a process that spends tells the store what it spent, what it needs, and what it gives back. Above 0 and at most a third of
    /// <see cref="NodeLifetime"/>. Default 1 second. A shorter interval costs the store more work, and a crash loses less.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long an operation waits for the store where this process holds too little for it; above 0 and at most one day. Default 1 second. After
    /// that the operation is refused with <see cref="BudgetRefusalReason.LedgerUnavailable"/>.
    /// </summary>
    public TimeSpan AskTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a node may be unseen, by the store's clock, before it is in doubt; above 0 and at most one day. Default 30 seconds.
    /// </summary>
    public TimeSpan NodeLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long disposing of the ledger waits until nothing is reserved of its open budgets and the calls have ended; from 0 to one day. Default
    /// 5 seconds. If the last call ends later, the store is disposed at that time.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the store stays open when the ledger is disposed, because others use it too. Default <see langword="false"/>: the ledger owns the
    /// store and disposes of it.
    /// </summary>
    public bool LeaveStoreOpen { get; set; }

    /// <summary>The name of a node that was given none.</summary>
    internal static string DefaultNodeName
    {
        get
        {
            var name = $"{Environment.MachineName}/{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
            return BudgetOptionsRules.IsLabel(name, BudgetOptions.LongestName, spaces: true) ? name : "process";
        }
    }

    /// <summary>Every error there is; empty where the options are valid.</summary>
    internal static List<(object Value, string Message)> Errors(BudgetLedgerOptions options)
    {
        List<(object, string)> errors = [];
        if (!Enum.IsDefined(options.SchemaSetUp))
            errors.Add((options.SchemaSetUp, "SchemaSetUp must be a named value of SchemaSetUp."));
        if (!Enum.IsDefined(options.LimitFrom))
            errors.Add((options.LimitFrom, "LimitFrom must be a named value of BudgetLimitSource."));
        if (options.NodeName is not null && !BudgetOptionsRules.IsLabel(options.NodeName, BudgetOptions.LongestName, spaces: true))
            errors.Add((options.NodeName, $"NodeName must have 1 to {BudgetOptions.LongestName} printable characters and not only spaces."));
        if (options.Interval <= TimeSpan.Zero || (options.NodeLifetime > TimeSpan.Zero && options.Interval > options.NodeLifetime / 3))
            errors.Add((options.Interval, "Interval must be above 0 and at most a third of NodeLifetime."));
        if (options.AskTimeout <= TimeSpan.Zero || options.AskTimeout > LongestTime)
            errors.Add((options.AskTimeout, "AskTimeout must be above 0 and at most one day."));
        if (options.NodeLifetime <= TimeSpan.Zero || options.NodeLifetime > LongestTime)
            errors.Add((options.NodeLifetime, "NodeLifetime must be above 0 and at most one day."));
        if (options.DrainTimeout < TimeSpan.Zero || options.DrainTimeout > LongestTime)
            errors.Add((options.DrainTimeout, "DrainTimeout must be from 0 to one day."));
        return errors;
    }

    /// <param name="name">What the caller calls these options.</param>
    internal BudgetLedgerOptions ValidCopy(string name)
    {
        var copy = (BudgetLedgerOptions)MemberwiseClone();
        var errors = Errors(copy);
        return errors.Count == 0 ? copy : throw new ArgumentOutOfRangeException(name, errors[0].Value, errors[0].Message);
    }
}
