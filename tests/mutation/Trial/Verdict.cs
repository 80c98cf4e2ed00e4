namespace BudgetEnforcement.Mutation;

/// <param name="Mutant">The change.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="By">The first red test, or what else ended it.</param>
internal sealed record Verdict(Mutant Mutant, Fate Fate, string By)
{
    internal bool IsSeen => Fate is Fate.Killed or Fate.Broke;
}
