namespace BudgetEnforcement.Mutation;

/// <summary>One change of the library, as Stryker made it.</summary>
/// <param name="Id">The number that switches it on.</param>
/// <param name="File">Where it is, from the folder of the library.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Code">That line.</param>
/// <param name="Occurrence">1 for the first of those in the file that make the same change.</param>
/// <param name="Kind">Which rule of Stryker made it.</param>
/// <param name="Original">What it replaces, in one line.</param>
/// <param name="Replacement">What stands there instead, in one line.</param>
internal sealed record Mutant(int Id, string File, int Line, string Code, int Occurrence, string Kind, string Original, string Replacement)
{
    /// <summary>The same in the next run, unless what it changes was rewritten.</summary>
    internal string Key => $"{File} {Change} {Occurrence}";

    internal string Change => $"`{Original}` → `{Replacement}`";
}
