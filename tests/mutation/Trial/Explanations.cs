namespace BudgetEnforcement.Mutation;

/// <summary>The mutants of which README says why no test can see them: a row of its table names the file, the line of code and the change.</summary>
internal sealed class Explanations(string readme)
{
    private readonly string[] _rows = [.. File.ReadLines(readme).Where(line => line.StartsWith('|'))];

    /// <summary>The row of a mutant, up to the reason.</summary>
    internal static string Row(Mutant mutant) =>
        $"| `{Path.GetFileName(mutant.File)}` | `{Cell(mutant.Code)}` | {Cell(mutant.Change)} |";

    internal bool Explain(Mutant mutant) => _rows.Any(row => row.StartsWith(Row(mutant), StringComparison.Ordinal));

    // A bar in a cell would end it.
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
