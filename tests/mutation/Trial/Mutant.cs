namespace BudgetEnforcement.Mutation;

/// <summary>One change of the library, as Stryker made it.</summary>
/// <param name="Id">The number that switches it on.</param>
/// <param name="File">Where it is, from the folder of the library.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Place">Where it begins and ends.</param>
/// <param name="Kind">Which rule of Stryker made it.</param>
/// <param name="Original">What it replaces, in one line.</param>
/// <param name="Replacement">What stands there instead, in one line.</param>
internal sealed record Mutant(int Id, string File, int Line, string Place, string Kind, string Original, string Replacement)
{
    /// <summary>The same in every run as long as the file is.</summary>
    internal string Key => $"{File} {Place} {Replacement}";

    internal string Change => $"`{Original}` → `{Replacement}`";
}
