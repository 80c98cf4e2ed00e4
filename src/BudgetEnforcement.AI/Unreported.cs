namespace BudgetEnforcement.AI;

/// <summary>The charge for a call whose usage the provider did not report: a stream that was left early, an answer that was cut off.</summary>
public enum Unreported
{
    /// <summary>All that was held for it.</summary>
    Whole = 0,

    /// <summary>
    /// The bound of its input and what arrived of its output. All that was held for it where nothing arrived, or where the model reasons
    /// or may reason, because reasoning does not arrive. A provider that makes more than it delivers, of a stream that is left early, bills
    /// more than this.
    /// </summary>
    Delivered = 1,
}
