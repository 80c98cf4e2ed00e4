namespace BudgetEnforcement;

/// <summary>Those who wait for room and have a budget on their path.</summary>
internal sealed class ClaimsOfBudget
{
    /// <summary>All with hope. One of them blocks the budget where there is no room for it.</summary>
    internal ClaimTree Hopeful { get; } = new();

    /// <summary>All without hope. They block nothing.</summary>
    internal ClaimTree Hopeless { get; } = new();

    /// <summary>Those with hope that this budget stops: it has no room for them, or an earlier one blocks it.</summary>
    internal ClaimTree ParkedHopeful { get; } = new();

    /// <summary>Those from whom this budget takes the hope.</summary>
    internal ClaimTree ParkedHopeless { get; } = new();

    internal bool IsEmpty => Hopeful.IsEmpty && Hopeless.IsEmpty;

    /// <summary>
    /// Whether a change of the budget's spend, or of what is held there, has something to do here: a claim is parked, or loses its hope.
    /// </summary>
    internal bool AreTouchedBy(BudgetState state) =>
        !ParkedHopeful.IsEmpty || !ParkedHopeless.IsEmpty || (!state.HasPeriod && !Hopeful.IsEmpty && Hopeful.Largest > state.LargestWithHope);

    internal ClaimTree Waiting(Claim claim) => claim.IsHopeful ? Hopeful : Hopeless;

    internal ClaimTree Parked(Claim claim) => claim.IsHopeful ? ParkedHopeful : ParkedHopeless;
}
