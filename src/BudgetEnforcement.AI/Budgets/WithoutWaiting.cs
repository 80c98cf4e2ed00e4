#pragma warning disable CA2000 // Every reservation made here goes to the caller.

using System.Runtime.CompilerServices;

namespace BudgetEnforcement.AI;

/// <summary>
/// Takes money of a budget at once or not at all, without waiting for room and without blocking a thread. A budget of a ledger, and one under such a
/// budget, may have to ask the ledger first: its synchronous doors block for that, and its asynchronous one waits for room where the budget lets
/// callers wait. This class asks such a budget through a child with room for no waiter.
/// </summary>
/// <remarks>The child has no name, so what it refuses is logged and is in no metric.</remarks>
internal static class WithoutWaiting
{
    private static readonly ConditionalWeakTable<BudgetEnforcer, BudgetEnforcer> Children = [];

    /// <summary>Holds an amount that fits, also where the ledger has to be asked for it.</summary>
    /// <exception cref="BudgetExceededException">It does not fit.</exception>
    internal static ValueTask<BudgetReservation> ReserveNowAsync(this BudgetEnforcer budget, decimal amount, CancellationToken cancellationToken)
    {
        if (AsksLedger(budget))
            return DoorOf(budget).ReserveAsync(amount, cancellationToken);
        return budget.TryReserve(amount, out var held, out var refusal) ? new(held) : throw new BudgetExceededException(refusal);
    }

    /// <summary>Holds an amount as <see cref="ReserveNowAsync"/> does.</summary>
    /// <returns>What is held; null where it does not fit.</returns>
    internal static async ValueTask<BudgetReservation?> TryReserveNowAsync(this BudgetEnforcer budget, decimal amount, CancellationToken cancellationToken)
    {
        if (!AsksLedger(budget))
            return budget.TryReserve(amount, out var held) ? held : null;
        try
        {
            return await DoorOf(budget).ReserveAsync(amount, cancellationToken).ConfigureAwait(false);
        }
        catch (BudgetExceededException)
        {
            return null;
        }
    }

    // The child has no limit of its own.
    private static BudgetEnforcer DoorOf(BudgetEnforcer budget) =>
        budget.MaxWaiters == 0 ? budget : Children.GetValue(budget, static above => above.CreateChild(new BudgetOptions { Limit = decimal.MaxValue }));

    private static bool AsksLedger(BudgetEnforcer budget)
    {
        // Every budget with a shared one above it has a shared one at the top.
        while (budget.Parent is { } parent)
            budget = parent;
        return budget.Ledger is not null;
    }
}
