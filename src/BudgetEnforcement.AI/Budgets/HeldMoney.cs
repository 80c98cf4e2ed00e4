namespace BudgetEnforcement.AI;

/// <summary>What is held for one call, on one budget or on two.</summary>
internal readonly record struct HeldMoney(BudgetReservation First, BudgetReservation? Second)
{
    internal void Commit(decimal cost)
    {
        try
        {
            First.Commit(cost);
        }
        finally
        {
            Second?.Commit(cost);
        }
    }

    internal void Release()
    {
        First.Release();
        Second?.Release();
    }

    /// <summary>Holds more than before, where there is room for it on all of them.</summary>
    internal bool TryGrowTo(decimal amount)
    {
        var before = First.Amount;
        if (!First.TryRenew(0, amount))
            return false;
        if (Second is null || Second.TryRenew(0, amount))
            return true;
        First.TryRenew(0, before);
        return false;
    }
}
