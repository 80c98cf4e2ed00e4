using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <content>The recording of costs and refunds.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>
    /// Records a cost that has been incurred, on this budget and every ancestor. It never refuses: the money is already gone.
    /// </summary>
    /// <param name="amount">The cost; 0 or more.</param>
    /// <returns>The worst status of the path up to the root after it; <see cref="BudgetStatus.Exceeded"/> means: stop.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    /// <exception cref="OverflowException">A total would pass 192 bits of 10⁻²⁸ units. Nothing was recorded.</exception>
    public BudgetStatus AddCost(decimal amount)
    {
        var cost = Money.From(amount);
        BudgetStatus status;
        bool isLogged;
        using (LockTree())
        {
            if (!_state.TryRecord(cost, out status, out var isTriggered))
                ThrowUncountable();
            OnSpentNeedsLock(amount, isTriggered, out isLogged);
            if (isTriggered)
                status = _state.PathStatus;
        }

        if (!isLogged)
            _tree.Telemetry.CostRecorded(this, amount);
        return status;
    }

    /// <summary>Takes back a cost that was recorded, on this budget and every ancestor: the provider gave the money back.</summary>
    /// <param name="amount">
    /// What was given back; 0 or more, and at most what this budget and each one above it has spent since its last reset or period; of a budget
    /// that is shared by a ledger, what this process has spent of it.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="amount"/> is negative, or more than a budget of the path has spent. Nothing was taken back.
    /// </exception>
    public void Refund(decimal amount)
    {
        if (!TryRefund(amount))
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "A refund must not be more than what this budget and each one above it has spent.");
    }

    /// <summary>Takes back a cost as <see cref="Refund"/> does, where at least as much was spent.</summary>
    /// <param name="amount">What was given back; 0 or more.</param>
    /// <returns>
    /// Whether it was taken back; <see langword="false"/>, with nothing changed, where it is more than what this budget or one above it has spent
    /// since its last reset or period, or this process has spent of one that is shared by a ledger.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryRefund(decimal amount)
    {
        var cost = Money.From(amount);
        BudgetReport report;
        using (LockTree())
        {
            if (!_state.CanTakeBack(cost))
                return false;
            _state.TakeBack(cost);
            _tree.ServeWaitersOnPathNeedsLock(_state);
            HandleCrossingsNeedsLock();
            report = ReportNeedsLock();
        }

        _tree.Telemetry.Refunded(this, amount, report);
        return true;
    }

    /// <summary>Serves the waiters after a cost was recorded, and announces what it reached.</summary>
    /// <param name="amount">The cost.</param>
    /// <param name="isTriggered">Whether it reached the next trigger of a budget of the path.</param>
    /// <param name="isLogged">
    /// Whether an announcement logs the cost, before the marks that it reached. A cost that reached none is logged once the lock is free,
    /// without an allocation.
    /// </param>
    /// <param name="cost">The cost too, where something was held for it.</param>
    /// <param name="held">The amount that was held for it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnSpentNeedsLock(decimal amount, bool isTriggered, out bool isLogged, in Money cost = default, in Money held = default)
    {
        _tree.ServeWaitersOnPathNeedsLock(_state); // A higher spend can leave a waiter without hope.
        isLogged = isTriggered && AnnounceSpendNeedsLock(amount, cost, held);
    }

    private bool AnnounceSpendNeedsLock(decimal amount, Money cost, Money held)
    {
        var (spent, limit) = (_state.Spent, _state.Limit); // As of this cost: the log comes when the lock is free.
        return HandleCrossingsNeedsLock(telemetry =>
        {
            telemetry.OverageCommitted(this, amount, cost, held);
            telemetry.CostRecorded(this, amount, spent, limit);
        });
    }

    [DoesNotReturn]
    private static void ThrowUncountable() => throw new OverflowException("The sum of all costs no longer fits into 192 bits of 10⁻²⁸ units. Nothing was recorded.");
}
