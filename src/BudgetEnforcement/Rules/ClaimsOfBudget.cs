namespace BudgetEnforcement;

/// <summary>The claims that have one budget on their path.</summary>
internal sealed class ClaimsOfBudget
{
    /// <summary>All hopeful claims. A hopeful claim that has no room here blocks the budget.</summary>
    internal ClaimTree Hopeful { get; } = new();

    /// <summary>All hopeless claims. They block nothing.</summary>
    internal ClaimTree Hopeless { get; } = new();

    /// <summary>The hopeful claims that this budget stops: it has no room for them, or an earlier claim blocks it.</summary>
    internal ClaimTree ParkedHopeful { get; } = new();

    /// <summary>The hopeless claims that this budget leaves without hope.</summary>
    internal ClaimTree ParkedHopeless { get; } = new();

    internal bool IsEmpty => Hopeful.IsEmpty && Hopeless.IsEmpty;

    /// <summary>
    /// Whether a change of the spend or of the held amount of the budget affects a claim: one is parked here, or one loses hope.
    /// </summary>
    internal bool AreTouchedBy(BudgetState state) =>
        !ParkedHopeful.IsEmpty || !ParkedHopeless.IsEmpty || (!state.HasPeriod && !Hopeful.IsEmpty && Hopeful.Largest > state.LargestWithHope);

    internal ClaimTree Waiting(Claim claim) => claim.IsHopeful ? Hopeful : Hopeless;

    internal ClaimTree Parked(Claim claim) => claim.IsHopeful ? ParkedHopeful : ParkedHopeless;
}
