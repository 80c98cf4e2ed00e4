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

    /// <summary>What a call may still take, of both.</summary>
    internal decimal Available => Second is null ? First.Available : Math.Min(First.Available, Second.Available);

    /// <summary>Whether an amount would be admitted now. It counts no rejection.</summary>
    internal bool Fit(decimal amount) =>
        First.CheckBudgetAvailable(amount).IsAvailable && (Second is null || Second.CheckBudgetAvailable(amount).IsAvailable);

    /// <summary>Whether a call that does not fit may wait for room.</summary>
    internal bool LetWait => First.MaxWaiters > 0 || Second is { MaxWaiters: > 0 };

    /// <summary>Whether an amount can fit once everything that is held is free again.</summary>
    internal bool CanEverFit(decimal amount) => CanEverFit(First, amount) && (Second is null || CanEverFit(Second, amount));

    /// <summary>Holds an amount on all of them, or on none.</summary>
    internal bool TryHold(decimal amount, out HeldMoney held)
    {
        held = default;
        if (!First.TryReserve(amount, out var first))
            return false;
        BudgetReservation? second = null;
        if (Second is not null && !Second.TryReserve(amount, out second))
        {
            first.Release();
            return false;
        }

        held = new HeldMoney(first, second);
        return true;
    }

    /// <summary>Holds an amount on all of them at once, or on none.</summary>
    /// <exception cref="BudgetExceededException">One of them refused it.</exception>
    internal HeldMoney HoldNow(decimal amount)
    {
        var first = First.Reserve(amount);
        try
        {
            return new HeldMoney(first, Second?.Reserve(amount));
        }
        catch
        {
            first.Release();
            throw;
        }
    }

    /// <summary>Holds an amount on all of them, when there is room for it, or on none.</summary>
    /// <exception cref="BudgetExceededException">One of them refused it.</exception>
    internal async ValueTask<HeldMoney> HoldAsync(decimal amount, CancellationToken cancellationToken)
    {
        if (Second is null)
            return new HeldMoney(await First.ReserveAsync(amount, cancellationToken).ConfigureAwait(false), null);

        // It waits for one only while it holds nothing of the other: two calls with the same budgets the other way round would wait for each other.
        var (awaited, other) = (First, Second);
        while (true)
        {
            var held = await awaited.ReserveAsync(amount, cancellationToken).ConfigureAwait(false);
            if (other.TryReserve(amount, out var rest))
                return awaited == First ? new HeldMoney(held, rest) : new HeldMoney(rest, held);
            held.Release();
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
