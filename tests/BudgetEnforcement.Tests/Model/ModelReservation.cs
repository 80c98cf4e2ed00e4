using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>A reservation as it should be.</summary>
internal sealed class ModelReservation(ModelBudget budget, BigInteger amount)
{
    internal ModelBudget Budget => budget;

    internal BigInteger Amount { get; set; } = amount;

    internal bool IsOpen { get; set; } = true;

    internal bool IsCommitted { get; set; }

    /// <summary>What it still holds.</summary>
    internal BigInteger Held => IsOpen ? Amount : 0;

    /// <summary>Whether it can go on; it passes those who wait, and what needs no more than it holds always goes on.</summary>
    internal bool CanRenew(BigInteger cost, BigInteger next) =>
        cost + next <= Amount || (!budget.IsPathClosed && budget.Fits(cost + next - Amount));
}
