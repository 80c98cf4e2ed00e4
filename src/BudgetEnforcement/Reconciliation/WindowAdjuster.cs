namespace BudgetEnforcement;

/// <summary>Makes the books follow what was billed: it sets the adjustment of a window absolutely, so a repeat changes nothing.</summary>
/// <remarks>Used by one caller at a time.</remarks>
internal sealed class WindowAdjuster(CostReconcilerOptions options, ReconciliationTelemetry telemetry)
{
    /// <summary>Adjusts the window of a comparison.</summary>
    /// <param name="comparison">The window, and what was recorded in it.</param>
    /// <param name="billed">What was billed in it.</param>
    /// <param name="terms">The numbers of the present terms of shared budgets.</param>
    /// <param name="cancellationToken">Gives up waiting for a ledger.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="BudgetLedgerException">A ledger cannot be reached.</exception>
    internal async ValueTask<ReconciliationOutcome> AdjustAsync(
        CostComparison comparison, MoneyBalance billed, IReadOnlyDictionary<BudgetEnforcer, long> terms, CancellationToken cancellationToken)
    {
        var difference = billed - MoneyBalance.From(comparison.Recorded);
        if (comparison.Label is not { } label || comparison.Path.Count == 0)
            return difference.IsZero ? ReconciliationOutcome.Equal : ReconciliationOutcome.NoBudget;
        var window = comparison.Window;
        if (window.IsContested)
            return ReconciliationOutcome.Contested;
        var wanted = difference.Sign > 0 || options.AdjustDown ? difference : MoneyBalance.From(0m);
        var missing = wanted - window.Adjustment;
        var entryBudget = window.EntryBudget ?? (comparison.Holders is [var nearest, ..] ? nearest : null);
        try
        {
            if (entryBudget?.Ledger is { } ledger && (window.EntryBudget is not null || !missing.IsZero))
            {
                var amount = (wanted - window.AddedHere).ToDecimal();
                var isNew = window.EntryBudget is null;
                var key = AdjustmentKey.Of(options.SourceName, label, window.From);
                var result = await ledger.SetEntryAsync(entryBudget.Name, key, amount, isNew ? terms[entryBudget] : null, cancellationToken).ConfigureAwait(false);
                var isContested = !isNew && amount == window.Entry && result.HasChanged;
                (window.EntryBudget, window.Entry) = (entryBudget, amount);
                if (isContested)
                    return await GiveUpAsync(ledger, window, key, cancellationToken).ConfigureAwait(false);
            }
            else if (!missing.IsZero)
            {
                if (entryBudget is null)
                    return ReconciliationOutcome.TermEnded;
                if (!TryAdd(entryBudget, missing.ToDecimal(), window))
                    return ReconciliationOutcome.Refused;
            }
        }
        catch (BudgetLedgerException refusal) when (!refusal.IsTransient)
        {
            if (window.LastOutcome != ReconciliationOutcome.Refused)
                telemetry.AdjustmentFailed(refusal, label, entryBudget!);
            return ReconciliationOutcome.Refused;
        }
        catch (OverflowException refusal)
        {
            if (window.LastOutcome != ReconciliationOutcome.Refused)
                telemetry.AdjustmentFailed(refusal, label, entryBudget!);
            return ReconciliationOutcome.Refused;
        }

        if (!missing.IsZero)
            telemetry.Adjusted(comparison, billed, entryBudget!);
        return difference.IsZero ? ReconciliationOutcome.Equal : wanted.IsZero ? ReconciliationOutcome.RecordedMore : ReconciliationOutcome.Adjusted;
    }

    private static bool TryAdd(BudgetEnforcer budget, decimal amount, CostWindow window)
    {
        if (amount > 0)
            budget.AddCost(amount);
        else if (!budget.TryRefund(-amount))
            return false;
        window.AddedHere += MoneyBalance.From(amount);
        return true;
    }

    // The entry was set by somebody else since. Neither knows what the other has recorded, so neither adjusts.
    private static async ValueTask<ReconciliationOutcome> GiveUpAsync(BudgetLedger ledger, CostWindow window, string key, CancellationToken cancellationToken)
    {
        window.IsContested = true;
        await ledger.SetEntryAsync(window.EntryBudget!.Name, key, 0m, term: null, cancellationToken).ConfigureAwait(false);
        window.Entry = 0m;
        return ReconciliationOutcome.Contested;
    }
}
