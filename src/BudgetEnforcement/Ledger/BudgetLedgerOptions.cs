namespace BudgetEnforcement;

/// <summary>How a <see cref="BudgetLedger"/> works. The ledger copies it, so later changes to an instance have no effect.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class BudgetLedgerOptions
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    /// <summary>
    /// What the store does about its schema when it is opened. Default <see cref="SchemaSetUp.Create"/>: makes it where it is missing. Of no
    /// meaning for a store that is open already.
    /// </summary>
    public SchemaSetUp SchemaSetUp { get; set; }

    /// <summary>Whose limit counts where a budget is in the ledger with another one. Default <see cref="BudgetLimitSource.Ledger"/>.</summary>
    public BudgetLimitSource LimitFrom { get; set; }

    /// <summary>
    /// For how long a node may be unseen, by the store's clock, before it is in doubt; above 0 and at most one day. Default 30 seconds.
    /// </summary>
    public TimeSpan NodeLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For how long disposing the ledger waits for calls that it has begun; from 0 to one day. Default 5 seconds. The store is disposed
    /// when the last of them ends, be it later.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the store stays open when the ledger is disposed, for whoever shares it. Default <see langword="false"/>: the store is the
    /// ledger's, and is disposed with it.
    /// </summary>
    public bool LeaveStoreOpen { get; set; }

    /// <summary>Every error there is; empty where the options are valid.</summary>
    internal static List<(object Value, string Message)> Errors(BudgetLedgerOptions options)
    {
        List<(object, string)> errors = [];
        if (!Enum.IsDefined(options.SchemaSetUp))
            errors.Add((options.SchemaSetUp, "SchemaSetUp must be a named value of SchemaSetUp."));
        if (!Enum.IsDefined(options.LimitFrom))
            errors.Add((options.LimitFrom, "LimitFrom must be a named value of BudgetLimitSource."));
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
