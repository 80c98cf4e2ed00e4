namespace BudgetEnforcement.Mutation;

/// <summary>The mutants of which README says why no test can see them: a row of its table names the file and the change.</summary>
internal sealed class Explanations(string readme)
{
    private readonly string[] _rows = [.. File.ReadLines(readme).Where(line => line.StartsWith('|'))];

    internal bool Explain(Mutant mutant) =>
        _rows.Any(row => row.Contains($"`{Path.GetFileName(mutant.File)}`", StringComparison.Ordinal)
            && row.Contains(mutant.Change.Replace("|", "\\|", StringComparison.Ordinal), StringComparison.Ordinal));
}
