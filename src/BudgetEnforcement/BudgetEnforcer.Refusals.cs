using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>What is told of a refusal.</content>
public sealed partial class BudgetEnforcer
{
    internal void TellRefused(in BudgetCheck refusal)
    {
        var at = ReadElapsedTicks();
        int? since;
        lock (_tree.Gate)
            since = NoteRefusalNeedsLock(at);
        TellRefused(refusal, since);
    }

    /// <summary>
    /// Looks again at what was just refused, explains and tells the refusal. The explanation is large and seldom needed, so an admission does
    /// without it first; where room was made in between, the answer is no, and the caller tries again.
    /// </summary>
    private bool TryRefuse(decimal amount, in Money money, out BudgetCheck refusal)
    {
        var at = ReadElapsedTicks();
        int? since;
        lock (_tree.Gate)
        {
            refusal = CheckNeedsLock(amount, money);
            Debug.Assert(refusal.IsAvailable == _state.Admits(money), "The two looks differ only by what came in between.");
            if (refusal.IsAvailable)
                return false;
            since = NoteRefusalNeedsLock(at);
        }

        TellRefused(refusal, since);
        return true;
    }

    /// <summary>Counts a refusal; at most one a minute is a warning, with the number of those in between.</summary>
    /// <returns>How many there were since the last warning, where this one is a warning; otherwise <see langword="null"/>.</returns>
    private int? NoteRefusalNeedsLock(long? at)
    {
        var extras = ExtrasNeedsLock;
        if (extras.WarnedOfRefusalAt is { } last && !(at - last >= TimeSpan.TicksPerMinute))
        {
            extras.RefusalsSinceWarning = unchecked(extras.RefusalsSinceWarning + 1);
            return null;
        }

        extras.WarnedOfRefusalAt = at ?? 0;
        (var since, extras.RefusalsSinceWarning) = (extras.RefusalsSinceWarning, 0);
        return since;
    }

    private void TellRefused(in BudgetCheck refusal, int? since)
    {
        BudgetMetrics.CountRejection(this, refusal);
        if (since is { } count)
        {
            Log.Refused(
                _tree.Logger, Name, refusal.RequiredAmount, Currency, refusal.BudgetName, refusal.Limit, refusal.Spent, refusal.Reserved, refusal.Available, count);
        }
        else if (_tree.Logger.IsEnabled(LogLevel.Debug))
        {
            // Checked first, for the numbers cost something to read.
            Log.RefusedAgain(
                _tree.Logger, Name, refusal.RequiredAmount, Currency, refusal.BudgetName, refusal.Limit, refusal.Spent, refusal.Reserved, refusal.Available);
        }

        _tree.Tell();
    }

    private void LogUnavailable(in BudgetCheck check) => Log.NotAvailable(
        _tree.Logger, Name, check.RequiredAmount, Currency, check.BudgetName, check.Limit, check.Spent, check.Reserved, check.Available);
}
