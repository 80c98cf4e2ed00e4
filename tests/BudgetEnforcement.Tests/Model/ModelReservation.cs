using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>A reservation as it should be.</summary>
internal sealed class ModelReservation(ModelBudget budget, BigInteger amount)
{
    internal ModelBudget Budget => budget;

    internal BigInteger Amount { get; set; } = amount;

    internal bool IsOpen { get; set; } = true;

    internal bool IsCommitted { get; set; }

    /// <summary>The money that it still holds.</summary>
    internal BigInteger Held => IsOpen ? Amount : 0;

    /// <summary>Whether it can be renewed. A renewal passes waiters, and one that needs no more than the reservation holds is always possible.</summary>
    internal bool CanRenew(BigInteger cost, BigInteger next) =>
        cost + next <= Amount || (!budget.IsPathClosed && budget.Fits(cost + next - Amount));
}
