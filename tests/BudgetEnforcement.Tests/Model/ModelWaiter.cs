using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>A call of <see cref="BudgetEnforcer.ReserveAsync"/> as it should go.</summary>
internal sealed class ModelWaiter(ModelBudget budget, BigInteger amount)
{
    internal ModelBudget Budget => budget;

    internal BigInteger Amount => amount;

    internal TaskStatus Fate { get; set; } = TaskStatus.WaitingForActivation;

    /// <summary>What it was given.</summary>
    internal ModelReservation? Granted { get; set; }

    /// <summary>Why it was refused.</summary>
    internal BudgetRefusalReason Reason { get; set; }
}
