using System.Globalization;
using BudgetEnforcement.Tool.Replay.Files;

namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>
/// Finds the header, where no column was named and the header is of no known provider: the only row that has a column of costs above costs.
/// </summary>
/// <param name="file">The name of the file.</param>
/// <param name="culture">How numbers are written; null where that is not known.</param>
internal sealed class HeaderGuess(string file, CultureInfo? culture)
{
    /// <summary>The header, and the table that it was read from; null where there is none of that kind.</summary>
    /// <exception cref="InputException">There is more than one.</exception>
    internal (FirstRows Table, FirstRow Header)? Find(IReadOnlyList<FirstRows> tables)
    {
        var found = tables.SelectMany(Candidates).ToList();
        if (found.Count == 0)
            return null;

        // Files that were joined have the same header again.
        var best = found.MaxBy(candidate => candidate.Rows);
        var first = found.Find(candidate => candidate.IsLike(best) && candidate.IsSame(best));
        var other = found.Find(candidate => candidate.IsLike(best) && !candidate.IsSame(best) && candidate.Rows > 0);
        if (other.Table is null)
            return (first.Table, first.Header);

        var (one, two) = (Math.Min(first.Header.Line, other.Header.Line), Math.Max(first.Header.Line, other.Header.Line));
        throw new InputException(FormattableString.Invariant(
            $"{file} may have its header on line {one} or on line {two}. --header-line says which, or --cost-column which column is the cost."));
    }

    // The rows of one table end where the header of another begins.
    private IEnumerable<Candidate> Candidates(FirstRows table)
    {
        var headers = table.Rows.Where(row => row.IsOfWords && !row.HasValues && CostGuess.HasName(row.Fields)).ToList();
        foreach (var header in headers)
        {
            var next = headers.Find(row => row.Line > header.Line && !row.Fields.SequenceEqual(header.Fields));
            var rows = table.Below(header, next?.Line ?? long.MaxValue);
            if ((rows.Count > 0 || IsAlone(table, header)) && CostGuess.Of(header.Fields, rows, culture).Candidates.Count > 0)
                yield return new Candidate(table, header, rows.Count);
        }
    }

    // A header without rows has nothing like it above and nothing below.
    private static bool IsAlone(FirstRows table, FirstRow header) =>
        table.Rows.All(row => row.Line < header.Line ? row.FilledFields < header.FilledFields : row.Fields.SequenceEqual(header.Fields));

    private readonly record struct Candidate(FirstRows Table, FirstRow Header, int Rows)
    {
        internal bool IsLike(Candidate other) => Table == other.Table;

        internal bool IsSame(Candidate other) => Header.Fields.SequenceEqual(other.Header.Fields);
    }
}
