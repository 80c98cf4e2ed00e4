namespace BudgetEnforcement.AI;

/// <summary>Decides whether a call is made, and how long its answer may be.</summary>
internal sealed class Admission(WaitsWithHope waits)
{
    // Others may take the room between a look and a reservation. Each of these rounds asks for less, so few are needed.
    private const int Rounds = 16;

    /// <summary>Holds the bound of a call, or what fits of it.</summary>
    /// <returns>What is held, and the cap of the answer; null where the call must be finished without being made.</returns>
    /// <exception cref="BudgetExceededException">The call is refused.</exception>
    internal async ValueTask<Admitted?> AdmitAsync(CallBudgets budgets, Quote quote, WhenFull whenFull, CancellationToken cancellationToken)
    {
        if (whenFull == WhenFull.Shrink && quote.Output.CanShrink)
            return await ShrinkAsync(budgets, quote, cancellationToken).ConfigureAwait(false);
        try
        {
            return new Admitted(await HoldAsync(budgets, quote.Full, cancellationToken).ConfigureAwait(false), quote.Full, quote.Output.Cap);
        }
        catch (BudgetExceededException) when (whenFull == WhenFull.Finish)
        {
            return null;
        }
    }

    private async ValueTask<Admitted?> ShrinkAsync(CallBudgets budgets, Quote quote, CancellationToken cancellationToken)
    {
        var (full, cap) = (quote.Full, quote.Output.Cap);
        var canFit = budgets.LetWait ? budgets.CanEverFit(full) : budgets.Fit(full);
        if (canFit && await TryHoldAsync(budgets, full, cancellationToken).ConfigureAwait(false) is { } whole)
            return new Admitted(whole, full, cap);

        for (var round = 0; round < Rounds; round++)
        {
            var fitting = quote.LargestCapWithin(budgets.Available);
            if (fitting == 0)
                break;
            var amount = quote.WithCap(fitting);
            if (await TryHoldAsync(budgets, amount, cancellationToken).ConfigureAwait(false) is { } part)
                return new Admitted(part, amount, fitting);
        }

        // It queues for the least, or is refused it.
        var least = quote.WithCap(quote.Output.Least);
        var held = await HoldAsync(budgets, least, cancellationToken).ConfigureAwait(false);
        var larger = quote.LargestCapWithin(least + budgets.Available);
        return larger > quote.Output.Least && quote.WithCap(larger) is var more && held.TryGrowTo(more)
            ? new Admitted(held, more, larger)
            : new Admitted(held, least, quote.Output.Least);
    }

    /// <returns>What is held; null where it was refused.</returns>
    private async ValueTask<HeldMoney?> TryHoldAsync(CallBudgets budgets, decimal amount, CancellationToken cancellationToken)
    {
        try
        {
            return await HoldAsync(budgets, amount, cancellationToken).ConfigureAwait(false);
        }
        catch (BudgetExceededException)
        {
            return null;
        }
    }

    /// <summary>
    /// Holds an amount when there is room for it. It waits only as long as room can come. Beyond that only a top-up would help the budget, and an
    /// agent that is out of money has to end.
    /// </summary>
    /// <exception cref="BudgetExceededException">It is refused.</exception>
    private async ValueTask<HeldMoney> HoldAsync(CallBudgets budgets, decimal amount, CancellationToken cancellationToken)
    {
        if (!budgets.LetWait)
            return await budgets.HoldAsync(amount, cancellationToken).ConfigureAwait(false);
        if (!budgets.CanEverFit(amount))
            return await budgets.HoldNowAsync(amount, cancellationToken).ConfigureAwait(false);
        using var wait = waits.Begin(budgets, amount, cancellationToken);
        wait.Start();
        try
        {
            return await budgets.HoldAsync(amount, wait.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await budgets.HoldNowAsync(amount, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>A call that may be made.</summary>
/// <param name="Held">What is held for it.</param>
/// <param name="Amount">How much that is.</param>
/// <param name="Cap">The most tokens of its answer.</param>
internal readonly record struct Admitted(HeldMoney Held, decimal Amount, int Cap);
