using System.Text.Json.Serialization;

namespace BudgetEnforcement;

/// <summary>Why an amount was not admitted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetRefusalReason>))]
public enum BudgetRefusalReason
{
    /// <summary>It was not refused.</summary>
    None = 0,

    /// <summary>
    /// There is too little room now; a release, a smaller commit, a refund, a reset, a higher limit or a new period may make enough.
    /// </summary>
    NoRoom = 1,

    /// <summary>It is above the limit of a budget of the path: only a higher limit could make room.</summary>
    NeverFits = 2,

    /// <summary>It would fit, but others wait for room in a budget of the path, and a newcomer does not pass them.</summary>
    WaitersAhead = 3,

    /// <summary>It does not fit now, and as many wait already as <see cref="BudgetOptions.MaxWaiters"/> allows.</summary>
    TooManyWaiters = 4,

    /// <summary>A budget of the path is closed.</summary>
    Closed = 5,

    /// <summary>It waited for room as long as <see cref="BudgetOptions.MaxWait"/> allows.</summary>
    WaitedTooLong = 6,

    /// <summary>
    /// It would fit, but other processes hold the room of a budget that they share by a ledger. What they do not use comes back within an
    /// interval or two.
    /// </summary>
    HeldElsewhere = 7,

    /// <summary>
    /// The ledger of a shared budget cannot be asked: its store does not answer, and what this process holds is used up; or the ledger is
    /// closed, or has the budget as another one.
    /// </summary>
    LedgerUnavailable = 8,
}
