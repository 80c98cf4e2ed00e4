#pragma warning disable CA2000 // Every reservation made here goes to the caller, or is released.

namespace BudgetEnforcement.AI;

/// <summary>The budgets that one call is charged to: one, or two of different trees.</summary>
/// <param name="First">The budget that is asked first: the given one where there are two.</param>
/// <param name="Second">The ambient one where it is of another tree.</param>
/// <param name="Label">What the call is for.</param>
internal readonly record struct CallBudgets(BudgetEnforcer First, BudgetEnforcer? Second, string? Label)
{
    /// <summary>Combines a given budget with the ambient one of the present flow.</summary>
    /// <exception cref="InvalidOperationException">There is neither.</exception>
    internal static CallBudgets Of(BudgetEnforcer? given, BudgetScope? scope)
    {
        var ambient = scope?.Budget;
        if ((given ?? ambient) is not { } only)
        {
            throw new InvalidOperationException(
                "There is no budget for this call: give UseBudget one, or make the call inside BudgetScope.Begin(budget). The call was not made.");
        }

        var label = scope?.Label;
        if (given is null || ambient is null || IsOnPathOf(ambient, given))
            return new(only, null, label);
        if (IsOnPathOf(given, ambient))
            return new(ambient, null, label);
        return RootOf(given) == RootOf(ambient)
            ? new(SharedChildren.Of(given, ambient), null, label)
            : new(given, ambient, label);
    }

    /// <summary>The amount that a call may still take, of both budgets.</summary>
    internal decimal Available => Second is null ? First.Available : Math.Min(First.Available, Second.Available);

    /// <summary>Whether an amount would be admitted now. It counts no rejection.</summary>
    internal bool Fit(decimal amount) =>
        First.CheckBudgetAvailable(amount).IsAvailable && (Second is null || Second.CheckBudgetAvailable(amount).IsAvailable);

    /// <summary>Whether a call that does not fit may wait for room.</summary>
    internal bool LetWait => First.MaxWaiters > 0 || Second is { MaxWaiters: > 0 };

    /// <summary>Whether an amount can fit once everything that is held is free again.</summary>
    internal bool CanEverFit(decimal amount) => CanEverFit(First, amount) && (Second is null || CanEverFit(Second, amount));

    /// <summary>Holds an amount on all of them, or on none, without waiting for room.</summary>
    /// <exception cref="BudgetExceededException">One of them refused it.</exception>
    internal async ValueTask<HeldMoney> HoldNowAsync(decimal amount, CancellationToken cancellationToken)
    {
        var first = await First.ReserveNowAsync(amount, cancellationToken).ConfigureAwait(false);
        try
        {
            return new HeldMoney(first, Second is null ? null : await Second.ReserveNowAsync(amount, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            first.Release();
            throw;
        }
    }

    /// <summary>Holds an amount on all of them, when there is room for it, or on none.</summary>
    /// <exception cref="BudgetExceededException">One of them refused it.</exception>
    internal ValueTask<HeldMoney> HoldAsync(decimal amount, CancellationToken cancellationToken) =>
        Second is null ? HoldOneAsync(First, amount, cancellationToken) : HoldBothAsync(First, Second, amount, cancellationToken);

    private static async ValueTask<HeldMoney> HoldOneAsync(BudgetEnforcer budget, decimal amount, CancellationToken cancellationToken) =>
        new(await budget.ReserveAsync(amount, cancellationToken).ConfigureAwait(false), null);

    private static async ValueTask<HeldMoney> HoldBothAsync(BudgetEnforcer first, BudgetEnforcer second, decimal amount, CancellationToken cancellationToken)
    {
        // It waits for room in one only while it holds nothing of the other: two calls with the same budgets the other way round would wait for each other.
        var (awaited, other) = (first, second);
        while (true)
        {
            var held = await awaited.ReserveAsync(amount, cancellationToken).ConfigureAwait(false);
            BudgetReservation? rest = null;
            try
            {
                rest = await other.TryReserveNowAsync(amount, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (rest is null)
                    held.Release();
            }

            if (rest is not null)
                return awaited == first ? new HeldMoney(held, rest) : new HeldMoney(rest, held);
            (awaited, other) = (other, awaited);
        }
    }

    private static bool CanEverFit(BudgetEnforcer budget, decimal amount)
    {
        foreach (var report in budget.GetPath())
        {
            if (report.PeriodEnd is null && report.Limit - report.Spent < amount)
                return false;
        }

        return true;
    }

    private static bool IsOnPathOf(BudgetEnforcer budget, BudgetEnforcer lower)
    {
        if (budget == lower)
            return true;
        foreach (var parent in lower.Parents)
        {
            if (IsOnPathOf(budget, parent))
                return true;
        }

        return false;
    }

    private static BudgetEnforcer RootOf(BudgetEnforcer budget)
    {
        while (budget.Parent is { } parent)
            budget = parent;
        return budget;
    }
}
