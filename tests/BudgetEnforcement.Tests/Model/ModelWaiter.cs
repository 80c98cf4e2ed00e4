using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>A call of <see cref="BudgetEnforcer.ReserveAsync"/> as it should go.</summary>
internal sealed class ModelWaiter(ModelBudget budget, BigInteger amount, TimeSpan? deadline)
{
    internal ModelBudget Budget => budget;

    internal BigInteger Amount => amount;

    /// <summary>After how much time, since the start of all, it has waited as long as it may.</summary>
    internal TimeSpan? Deadline => deadline;

    /// <summary>Whether it takes a timer to end its wait in time.</summary>
    internal bool NeedsAlarm => deadline is not null || budget.NextPeriodEnd is not null;

    /// <summary>Without hope, nobody waits for it.</summary>
    internal bool HasHope => budget.HasHopeFor(amount);

    internal TaskStatus Fate { get; set; } = TaskStatus.WaitingForActivation;

    /// <summary>What it was given.</summary>
    internal ModelReservation? Granted { get; set; }

    /// <summary>Why it was refused.</summary>
    internal BudgetRefusalReason Reason { get; set; }
}
