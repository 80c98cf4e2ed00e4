namespace BudgetEnforcement;

/// <summary>An amount that waits for room on a path, and what became of it.</summary>
/// <param name="owner">What waits; the rules only hand it back.</param>
/// <param name="state">The budget that was asked.</param>
/// <param name="amount">The amount; above 0.</param>
internal sealed class Claim(object owner, BudgetState state, in Money amount)
{
    internal object Owner { get; } = owner;

    internal BudgetState State { get; } = state;

    internal Money Amount { get; } = amount;

    /// <summary>Its place in the order of arrival.</summary>
    internal long Ticket { get; set; }

    internal ClaimOutcome Outcome { get; set; }

    /// <summary>
    /// Whether a release or the end of a period can make room for it. Without hope it waits for a refund, a reset or a higher limit, and
    /// blocks no budget.
    /// </summary>
    internal bool IsHopeful { get; set; }

    /// <summary>The budget of its path that stops it.</summary>
    internal BudgetState? ParkedAt { get; private set; }

    /// <summary>Makes it known to every budget of its path.</summary>
    internal void Add()
    {
        foreach (var state in State.Path)
            state.AddClaim(this);
    }

    internal void Remove()
    {
        foreach (var state in State.Path)
            state.RemoveClaim(this);
    }

    internal void Park(BudgetState at)
    {
        ParkedAt = at;
        at.Claims!.Parked(this).Add(this);
    }

    internal void Unpark()
    {
        ParkedAt!.Claims!.Parked(this).Remove(this);
        ParkedAt = null;
    }
}
