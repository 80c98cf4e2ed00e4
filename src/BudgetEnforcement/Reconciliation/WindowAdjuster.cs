namespace BudgetEnforcement;

/// <summary>Makes the books follow what was billed: it sets the adjustment of a window absolutely, so a repeat changes nothing.</summary>
/// <param name="options">How to adjust.</param>
/// <param name="telemetry">Logs the adjustments.</param>
/// <param name="ledgers">What the ledgers have answered in this round.</param>
/// <param name="sights">How the budgets of this process were seen when the windows were cut.</param>
internal sealed class WindowAdjuster(CostReconcilerOptions options, ReconciliationTelemetry telemetry, LedgerTerms ledgers, IReadOnlyDictionary<BudgetEnforcer, int> sights)
{
    /// <summary>Adjusts the window of a comparison.</summary>
    /// <returns>The outcome.</returns>
    internal async ValueTask<ReconciliationOutcome> AdjustAsync(CostComparison comparison, MoneyBalance billed, CancellationToken cancellationToken)
    {
        var before = comparison.Window.Adjustment;
        ReconciliationOutcome outcome;
        try
        {
            outcome = await SetAsync(comparison, billed, cancellationToken).ConfigureAwait(false);
        }
        catch (OverflowException refusal)
        {
            telemetry.AdjustmentFailed(comparison, refusal);
            outcome = ReconciliationOutcome.Refused;
        }

        if (!(comparison.Window.Adjustment - before).IsZero)
            telemetry.Adjusted(comparison, billed);
        return outcome;
    }

    private async ValueTask<ReconciliationOutcome> SetAsync(CostComparison comparison, MoneyBalance billed, CancellationToken cancellationToken)
    {
        var window = comparison.Window;
        if (await WithdrawAsync(comparison, cancellationToken).ConfigureAwait(false) is { } failure)
            return failure;
        var difference = billed - comparison.Recorded;
        if (comparison.Path.Count == 0)
            return difference.IsZero ? ReconciliationOutcome.Equal : ReconciliationOutcome.NoBudget;

        var wanted = difference.Sign > 0 || options.AdjustDown ? difference : MoneyBalance.Zero;
        var refusal = window.EntryBudget is not null ? await SetEntryAsync(comparison, wanted, cancellationToken).ConfigureAwait(false)
            : (wanted - window.Adjustment).IsZero ? null
            : await AddAsync(comparison, wanted, cancellationToken).ConfigureAwait(false);
        return refusal is { } reason ? reason
            : difference.IsZero ? ReconciliationOutcome.Equal
            : wanted.IsZero ? ReconciliationOutcome.RecordedMore : ReconciliationOutcome.Adjusted;
    }

    /// <summary>Takes back the adjustments in budgets that do not have all costs of the label any more, and contested entries.</summary>
    /// <returns>The reason if it cannot, or if the entry is contested; null where nothing is left to take back.</returns>
    private async ValueTask<ReconciliationOutcome?> WithdrawAsync(CostComparison comparison, CancellationToken cancellationToken)
    {
        var window = comparison.Window;
        foreach (var added in window.AddedHere.Where(added => !added.Budgets.All(comparison.Path.Contains)).ToList())
        {
            if (!added.Amount.IsZero && !added.TryAdd(-added.Amount.ToDecimal()))
                return ReconciliationOutcome.Refused;
            window.AddedHere.Remove(added);
        }

        if (window.EntryBudget is { } budget && (window.IsContested || !comparison.Path.Contains(budget)))
        {
            if (window.Entry != 0m && await PutAsync(comparison, budget, 0m, cancellationToken).ConfigureAwait(false) is { } failure)
                return failure;
            if (!window.IsContested)
                window.EntryBudget = null;
        }

        return window.IsContested ? ReconciliationOutcome.Contested : null;
    }

    /// <summary>Adjusts a window that has no entry yet.</summary>
    private async ValueTask<ReconciliationOutcome?> AddAsync(CostComparison comparison, MoneyBalance wanted, CancellationToken cancellationToken)
    {
        var window = comparison.Window;
        var nearest = comparison.Nearest;
        if (!BudgetTerms.Above(nearest).IsSupersetOf(comparison.Unknown.Except(nearest)))
            return ReconciliationOutcome.Unavailable;
        if (nearest.Count == 0)
            return ReconciliationOutcome.TermEnded;
        if (nearest is [{ Ledger: not null } shared])
        {
            if (await AdoptEntryAsync(comparison, cancellationToken).ConfigureAwait(false) is { } failure)
                return failure;
            window.EntryBudget ??= shared;
            return await SetEntryAsync(comparison, wanted, cancellationToken).ConfigureAwait(false);
        }

        // The term may have ended since the windows were cut. The next comparison cuts them again.
        foreach (var seen in BudgetTerms.Look(nearest))
        {
            if (seen.Budget.Ledger is null && sights.TryGetValue(seen.Budget, out var resets) && resets != seen.Resets)
                return ReconciliationOutcome.TermEnded;
        }

        var account = window.AddedHere.Find(added => added.IsOf(nearest));
        if (account is null)
            window.AddedHere.Add(account = new LocalAdjustment(nearest));
        return account.TryAdd((wanted - window.Adjustment).ToDecimal()) ? null : ReconciliationOutcome.Refused;
    }

    /// <summary>Finds the entry that a former process has set for the window, in the budget that was nearest then.</summary>
    private async ValueTask<ReconciliationOutcome?> AdoptEntryAsync(CostComparison comparison, CancellationToken cancellationToken)
    {
        foreach (var budget in comparison.Path.Where(static budget => budget.Ledger is not null))
        {
            var (failure, entry) = await ledgers.AskAsync(budget, (ledger, stop) => ledger.FindEntryAsync(budget.Name, KeyOf(comparison), stop), cancellationToken).ConfigureAwait(false);
            if (failure is not null)
                return Fail(comparison, failure);
            if (entry is null)
                continue;
            (comparison.Window.EntryBudget, comparison.Window.Entry) = (budget, entry.Amount);
            return null;
        }

        return null;
    }

    private async ValueTask<ReconciliationOutcome?> SetEntryAsync(CostComparison comparison, MoneyBalance wanted, CancellationToken cancellationToken)
    {
        var window = comparison.Window;
        var addedHere = window.Adjustment - MoneyBalance.From(window.Entry);
        var amount = (wanted - addedHere).ToDecimal();
        if (amount == window.Entry && window.EntriesWithoutAnswer.Count == 0)
            return null;
        var failure = await PutAsync(comparison, window.EntryBudget!, amount, cancellationToken).ConfigureAwait(false);
        return failure is null && window.IsContested ? await WithdrawAsync(comparison, cancellationToken).ConfigureAwait(false) : failure;
    }

    /// <summary>Sets the entry, and finds out whether another process has set it since.</summary>
    private async ValueTask<ReconciliationOutcome?> PutAsync(CostComparison comparison, BudgetEnforcer budget, decimal amount, CancellationToken cancellationToken)
    {
        var window = comparison.Window;
        var tried = window.EntriesWithoutAnswer.ToList();
        window.EntriesWithoutAnswer.Add(amount);
        var (failure, result) = await ledgers.AskAsync(
            budget, (ledger, stop) => ledger.SetEntryAsync(budget.Name, KeyOf(comparison), amount, ledgers.NumberOf(budget), stop), cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            if (failure is BudgetLedgerException { IsTransient: false })
                window.EntriesWithoutAnswer.RemoveAt(tried.Count); // The ledger has answered that it refuses.
            return Fail(comparison, failure);
        }

        window.IsContested |= result!.PreviousAmount != window.Entry && !tried.Contains(result.PreviousAmount);
        window.Entry = amount;
        window.EntriesWithoutAnswer.Clear();
        return null;
    }

    private ReconciliationOutcome Fail(CostComparison comparison, Exception failure)
    {
        if (failure is not BudgetLedgerException { IsTransient: false })
            return ReconciliationOutcome.Unavailable;
        telemetry.AdjustmentFailed(comparison, failure);
        return ReconciliationOutcome.Refused;
    }

    private string KeyOf(CostComparison comparison) => AdjustmentKey.Of(options.SourceName, comparison.Label!, comparison.Window.From);
}
