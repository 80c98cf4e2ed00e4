using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>Costs that are gone, and costs that come back.</content>
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
        var now = Now();
        BudgetStatus status;
        bool isCountable;
        lock (_tree.Gate)
        {
            StartDuePeriodsNeedsLock(now);
            isCountable = _state.TryRecord(cost, out status, out var isTriggered);
            if (isCountable && FollowSpendNeedsLock(isTriggered))
                status = _state.PathStatus;
        }

        if (!isCountable)
            ThrowUncountable();
        TellRecorded(amount);
        return status;
    }

    /// <summary>Takes back a cost that was recorded, on this budget and every ancestor: the provider gave the money back.</summary>
    /// <param name="amount">
    /// What was given back; 0 or more, and at most what this budget and each one above it has spent since its last reset or period.
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
    /// since its last reset or period.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public bool TryRefund(decimal amount)
    {
        var cost = Money.From(amount);
        var now = Now();
        BudgetReport report;
        bool isCovered;
        lock (_tree.Gate)
        {
            StartDuePeriodsNeedsLock(now);
            isCovered = _state.CanTakeBack(cost);
            if (isCovered)
            {
                _state.TakeBack(cost);
                _tree.ServeWaitersNeedsLock(_state);
                AnnounceCrossingsNeedsLock();
            }

            report = ReportNeedsLock();
        }

        if (isCovered)
            Log.Refunded(_tree.Logger, Name, amount, Currency, report.Spent, report.Limit);
        _tree.Tell();
        return isCovered;
    }

    /// <summary>Serves those who wait and announces what was reached, after a cost was recorded.</summary>
    /// <returns><paramref name="isTriggered"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool FollowSpendNeedsLock(bool isTriggered)
    {
        _tree.ServeWaitersNeedsLock(_state); // What is spent takes the hope from some.
        if (isTriggered)
            AnnounceCrossingsNeedsLock();
        return isTriggered;
    }

    [DoesNotReturn]
    private void ThrowUncountable()
    {
        _tree.Tell(); // A period may have begun before the sum was looked at.
        throw Uncountable();
    }

    private static OverflowException Uncountable() => new("The sum of all costs no longer fits into 192 bits of 10⁻²⁸ units. Nothing was recorded.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TellRecorded(decimal amount)
    {
        if (_tree.Logger.IsEnabled(LogLevel.Debug))
            LogRecorded(amount);
        _tree.Tell();
    }

    private void LogRecorded(decimal amount)
    {
        BudgetReport report;
        lock (_tree.Gate)
            report = ReportNeedsLock();
        Log.CostRecorded(_tree.Logger, Name, amount, Currency, report.Spent, report.Limit);
    }
}
