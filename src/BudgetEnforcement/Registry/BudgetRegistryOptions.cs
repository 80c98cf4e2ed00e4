using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>How a <see cref="BudgetRegistry{TKey}"/> works. The registry copies it, so later changes to an instance have no effect.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class BudgetRegistryOptions
{
    /// <summary>
    /// The time that must pass without a request for a budget before the registry may forget it; above 0. Only a budget that is as it was
    /// made is forgotten: nothing spent, reserved or waiting, its limit as configured, no event handlers. Default <see langword="null"/>:
    /// the registry holds every budget until it is removed.
    /// </summary>
    public TimeSpan? ForgetAfter { get; set; }

    /// <summary>
    /// How many budgets the registry holds at most before it refuses to make another; 1 or more. Forgotten ones do not count. Default
    /// <see langword="null"/>: no bound.
    /// </summary>
    public int? Capacity { get; set; }

    /// <summary>
    /// The logger of the budgets and the registry; default <see langword="null"/>: nothing is logged. Ignored where the budgets have a
    /// parent: they use its logger.
    /// </summary>
    public ILogger<BudgetEnforcer>? Logger { get; set; }

    /// <summary>
    /// The clock of the budgets and of the registry; the system's if <see langword="null"/>, the default. Ignored where the budgets have a
    /// parent: they use its clock.
    /// </summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <param name="name">The name of the argument of the caller.</param>
    internal BudgetRegistryOptions ValidCopy(string name)
    {
        var copy = (BudgetRegistryOptions)MemberwiseClone();
        if (copy.ForgetAfter <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(name, copy.ForgetAfter, "ForgetAfter must be above 0.");
        if (copy.Capacity <= 0)
            throw new ArgumentOutOfRangeException(name, copy.Capacity, "Capacity must be 1 or more.");
        return copy;
    }
}
