using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>A call of <see cref="BudgetEnforcer.ReserveAsync"/> as it should go.</summary>
internal sealed class ModelWaiter(ModelBudget budget, BigInteger amount, TimeSpan? deadline)
{
    internal ModelBudget Budget => budget;

    internal BigInteger Amount => amount;

    /// <summary>How much time after the start it has waited as long as it may.</summary>
    internal TimeSpan? Deadline => deadline;

    /// <summary>Whether its wait needs a timer to end in time.</summary>
    internal bool NeedsAlarm => deadline is not null || budget.NextPeriodEnd is not null;

    /// <summary>A waiter without hope holds up no other call.</summary>
    internal bool HasHope => budget.HasHopeFor(amount);

    internal TaskStatus Fate { get; set; } = TaskStatus.WaitingForActivation;

    /// <summary>The reservation that it got.</summary>
    internal ModelReservation? Granted { get; set; }

    /// <summary>Why it was refused.</summary>
    internal BudgetRefusalReason Reason { get; set; }
}
