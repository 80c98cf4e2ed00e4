namespace BudgetEnforcement;

/// <summary>The present terms of shared budgets in one round of comparing. A ledger that does not answer is not asked again in it.</summary>
/// <remarks>Used by one caller at a time.</remarks>
internal sealed class LedgerTerms(ReconciliationTelemetry telemetry)
{
    private const int FewBudgets = 4;

    private readonly Dictionary<BudgetEnforcer, LedgerBudgetInfo> _budgets = [];
    private readonly Dictionary<BudgetLedger, Exception> _failures = [];

    internal long? NumberOf(BudgetEnforcer budget) => _budgets.TryGetValue(budget, out var info) ? info.Term : null;

    /// <summary>Reads the terms of those of the budgets that are shared.</summary>
    /// <returns>When they began; null where their ledger did not say.</returns>
    internal async Task<Dictionary<BudgetEnforcer, DateTimeOffset?>> ReadAsync(IReadOnlyList<BudgetEnforcer> budgets, CancellationToken cancellationToken)
    {
        var starts = new Dictionary<BudgetEnforcer, DateTimeOffset?>();
        foreach (var ofLedger in budgets.Where(static budget => budget.Ledger is not null).GroupBy(static budget => budget.Ledger!))
        {
            var known = await ReadAsync([.. ofLedger], cancellationToken).ConfigureAwait(false);
            foreach (var budget in ofLedger)
            {
                if (known.TryGetValue(budget.Name, out var info))
                    _budgets[budget] = info;
                starts[budget] = info?.TermStart;
            }
        }

        return starts;
    }

    /// <summary>Asks the ledger of a budget.</summary>
    /// <returns>What it answers, or why it does not.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    internal async ValueTask<(Exception? Failure, T? Answer)> AskAsync<T>(BudgetEnforcer budget, Func<BudgetLedger, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var ledger = budget.Ledger!;
        if (_failures.TryGetValue(ledger, out var before))
            return (before, default);
        try
        {
            return (null, await ask(ledger, cancellationToken).ConfigureAwait(false));
        }
        catch (BudgetLedgerException refusal) when (!refusal.IsTransient)
        {
            return (refusal, default);
        }
        catch (Exception failure) when (failure is BudgetLedgerException or ObjectDisposedException)
        {
            _failures.Add(ledger, failure);
            telemetry.LedgerFailed(failure, budget);
            return (failure, default);
        }
    }

    private async ValueTask<Dictionary<string, LedgerBudgetInfo>> ReadAsync(List<BudgetEnforcer> budgets, CancellationToken cancellationToken)
    {
        var infos = new List<LedgerBudgetInfo?>();
        if (budgets.Count > FewBudgets)
            infos.AddRange((await AskAsync(budgets[0], static (ledger, stop) => ledger.ListAsync(stop), cancellationToken).ConfigureAwait(false)).Answer ?? []);
        else
        {
            foreach (var budget in budgets)
                infos.Add((await AskAsync(budget, (ledger, stop) => ledger.FindAsync(budget.Name, stop), cancellationToken).ConfigureAwait(false)).Answer);
        }

        return infos.OfType<LedgerBudgetInfo>().ToDictionary(static info => info.Name, StringComparer.Ordinal);
    }
}
