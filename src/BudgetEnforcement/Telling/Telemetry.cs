using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>The log and the counters of a tree: the one place where budgets log and count what happens to them.</summary>
/// <remarks>Every method calls foreign code, so none may be called under a lock. None throws.</remarks>
internal sealed class Telemetry
{
    private static readonly Telemetry Silent = new(SafeLogger.Silent);

    private Telemetry(SafeLogger logger) => Logger = logger;

    internal SafeLogger Logger { get; }

    /// <summary>Whether there is a log at all.</summary>
    internal bool IsLogging => this != Silent;

    // Asked first where the numbers cost something to read.
    private bool IsDebugging => IsLogging && Logger.IsEnabled(LogLevel.Debug);

    internal static Telemetry To(ILogger? logger) => logger is null ? Silent : new Telemetry(new SafeLogger(logger));

    // No IsEnabled before a cost is recorded, for that is foreign code too: a logger that hangs must not keep it from being recorded.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CostRecorded(BudgetEnforcer budget, decimal amount)
    {
        if (IsLogging)
            LogCost(budget, amount);
    }

    internal void CostRecorded(BudgetEnforcer budget, decimal amount, in BudgetReport report) =>
        Log.CostRecorded(Logger, budget.Name, amount, budget.Currency, report.Spent, report.Limit);

    internal void OverageCommitted(BudgetEnforcer budget, decimal cost, decimal held, decimal overage) =>
        Log.OverageCommitted(Logger, budget.Name, cost, budget.Currency, held, overage);

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
    /// <param name="check">Its answer, which takes nothing and is no rejection.</param>
    internal void FoundUnavailable(BudgetEnforcer budget, in BudgetCheck check)
    {
        if (IsDebugging)
            Log.NotAvailable(Logger, budget.Name, check.RequiredAmount, budget.Currency, check.BudgetName, check.Limit, check.Spent, check.Reserved, check.Available);
    }

    /// <param name="budget">The budget that was asked.</param>
    /// <param name="refusal">Its answer.</param>
    /// <param name="sinceLastWarning">How many refusals came since the last one that was a warning, where this is one; otherwise null.</param>
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
            Log.AlertReached(Logger, budget.Name, Percentage(mark.Threshold), report.Spent, report.Limit, report.Currency, report.UtilizationPercentage);
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

    /// <summary>Logs in a work item: the thread that reads the clock, of a meter or a timer, must not wait for a logger.</summary>
    internal void ClockFailed(string budgetName, Exception exception)
    {
        if (IsLogging)
            WorkItems.Queue(() => Log.ClockFailed(Logger, exception, budgetName));
    }

    private void LogCost(BudgetEnforcer budget, decimal amount)
    {
        if (IsDebugging)
            CostRecorded(budget, amount, budget.ReportAsItStands());
    }

    /// <summary>A portion in percent; the largest number there is where that is larger.</summary>
    private static decimal Percentage(decimal? portion) => portion <= decimal.MaxValue / 100m ? portion.Value * 100m : decimal.MaxValue;
}
