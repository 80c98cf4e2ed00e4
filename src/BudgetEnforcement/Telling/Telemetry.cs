using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The log and the counters of the budgets of a tree. Meters, runs, registries and ledgers have logs of their own.</summary>
/// <remarks>Every method calls foreign code, so callers must not hold a lock. No method throws.</remarks>
internal sealed class Telemetry
{
    private static readonly Telemetry Silent = new(SafeLogger.Silent);

    private Telemetry(SafeLogger logger) => Logger = logger;

    internal SafeLogger Logger { get; }

    /// <summary>Whether there is a log at all.</summary>
    internal bool IsLogging => this != Silent;

    // Callers ask this first where the numbers for the log are expensive to read.
    private bool IsDebugging => IsLogging && Logger.IsEnabled(LogLevel.Debug);

    internal static Telemetry To(ILogger? logger) => logger is null ? Silent : new Telemetry(new SafeLogger(logger));

    // IsEnabled is foreign code, so nothing asks it before a cost is recorded: a logger that hangs must not keep the cost from being
    // recorded.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CostRecorded(BudgetEnforcer budget, decimal amount)
    {
        if (IsLogging)
            LogCost(budget, amount);
    }

    internal void CostRecorded(BudgetEnforcer budget, decimal amount, in Money spent, in Money limit) =>
        Log.CostRecorded(Logger, budget.Name, amount, budget.Currency, spent.ToDecimal(roundUp: true), limit.ToDecimal(roundUp: false));

    /// <summary>A cost was recorded in place of an amount that was held for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Committed(BudgetEnforcer budget, decimal amount, in Money cost, in Money held)
    {
        if (!IsLogging)
            return;
        OverageCommitted(budget, amount, cost, held);
        LogCost(budget, amount);
    }

    /// <summary>Logs the part of a cost that is above what was held for it, where there is one.</summary>
    internal void OverageCommitted(BudgetEnforcer budget, decimal amount, in Money cost, in Money held)
    {
        if (cost > held)
            Log.OverageCommitted(Logger, budget.Name, amount, budget.Currency, held.ToDecimal(roundUp: false), (cost - held).ToDecimal(roundUp: true));
    }

    internal void Refunded(BudgetEnforcer budget, decimal amount, in BudgetReport report)
    {
        if (IsDebugging)
            Log.Refunded(Logger, budget.Name, amount, budget.Currency, report.Spent, report.Limit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Reserved(BudgetEnforcer budget, decimal amount)
    {
        if (IsDebugging)
            Log.Reserved(Logger, budget.Name, amount, budget.Currency);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Released(BudgetEnforcer budget, in Money amount)
    {
        if (IsDebugging)
            Log.Released(Logger, budget.Name, amount.ToDecimal(roundUp: true), budget.Currency);
    }

    /// <param name="budget">The budget that was asked.</param>
    /// <param name="check">Its answer. A check is no rejection, so it is not counted.</param>
    internal void FoundUnavailable(BudgetEnforcer budget, in BudgetCheck check)
    {
        if (IsDebugging)
            Log.NotAvailable(Logger, budget.Name, check.RequiredAmount, budget.Currency, check.BudgetName, check.Limit, check.Spent, check.Reserved, check.Available);
    }

    /// <param name="budget">The budget that was asked.</param>
    /// <param name="refusal">Its answer.</param>
    /// <param name="sinceLastWarning">
    /// The number of refusals since the last warning, where this refusal is a warning; otherwise null.
    /// </param>
    internal void Refused(BudgetEnforcer budget, in BudgetCheck refusal, int? sinceLastWarning)
    {
        BudgetMetrics.CountRejection(budget, refusal);
        if (sinceLastWarning is { } count)
        {
            Log.Refused(
                Logger, budget.Name, refusal.RequiredAmount, budget.Currency, refusal.BudgetName, refusal.Limit, refusal.Spent, refusal.Reserved, refusal.Available, count);
        }
        else if (IsDebugging)
        {
            Log.RefusedAgain(
                Logger, budget.Name, refusal.RequiredAmount, budget.Currency, refusal.BudgetName, refusal.Limit, refusal.Spent, refusal.Reserved, refusal.Available);
        }
    }

    internal void Waiting(BudgetEnforcer budget, decimal amount, bool isHopeful)
    {
        if (isHopeful)
            Log.Waiting(Logger, budget.Name, amount, budget.Currency);
        else
            Log.WaitingWithoutHope(Logger, budget.Name, amount, budget.Currency);
    }

    internal void WasReset(BudgetEnforcer budget, in BudgetReport before) => Log.BudgetReset(Logger, budget.Name, before.Spent, budget.Currency);

    internal void LimitChanged(BudgetEnforcer budget, decimal before, decimal after, decimal spent) =>
        Log.LimitChanged(Logger, budget.Name, after, budget.Currency, before, spent);

    internal void Closed(BudgetEnforcer budget)
    {
        BudgetMetrics.Withdraw(budget);
        Log.BudgetClosed(Logger, budget.Name);
    }

    internal void Crossed(BudgetEnforcer budget, in BudgetMark mark, in BudgetReport report)
    {
        if (mark.IsAlert)
            Log.AlertReached(Logger, budget.Name, mark.Percentage, report.Spent, report.Limit, report.Currency, report.UtilizationPercentage);
        else if (mark.Threshold is null)
            Log.BudgetExceeded(Logger, budget.Name, report.Spent, report.Limit, report.Currency, report.UtilizationPercentage);
        else
            Log.ThresholdReached(Logger, budget.Name, mark.Status, report.Spent, report.Limit, report.Currency, report.UtilizationPercentage);
    }

    internal void PeriodEnded(BudgetEnforcer budget, in BudgetReport report) =>
        Log.PeriodEnded(Logger, budget.Name, report.Spent, report.Limit, report.Currency);

    internal void AnnouncementsDropped(BudgetEnforcer budget, int dropped) => Log.AnnouncementsDropped(Logger, budget.Name, dropped);

    internal void HandlerFailed(BudgetEnforcer budget, Exception exception) => Log.HandlerFailed(Logger, exception, budget.Name);

    internal void CallbackFailed(BudgetEnforcer budget, Exception exception) => Log.CallbackFailed(Logger, exception, budget.Name);

    /// <summary>
    /// Logs in a work item, because the thread that reads the clock may be that of the meters or a timer, which must not wait for a logger.
    /// </summary>
    internal void ClockFailed(string budgetName, Exception exception)
    {
        if (IsLogging)
            WorkItems.Queue(() => Log.ClockFailed(Logger, exception, budgetName));
    }

    private void LogCost(BudgetEnforcer budget, decimal amount)
    {
        if (!IsDebugging)
            return;
        var report = budget.ReportAsItStands();
        Log.CostRecorded(Logger, budget.Name, amount, budget.Currency, report.Spent, report.Limit);
    }
}
