using BudgetEnforcement.Tool.Replay.Presets;

namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>The layout of a file.</summary>
/// <param name="Delimiter">The character between two fields.</param>
/// <param name="Header">The names of the columns.</param>
/// <param name="HeaderLine">The line on which the header begins, from 1.</param>
/// <param name="LinesBefore">How many lines with something in them stand before it.</param>
/// <param name="Preset">The layout of the provider whose header it is; null for none.</param>
/// <param name="Sample">The first rows beneath it that have as many fields.</param>
internal sealed record TableLayout(char Delimiter, string[] Header, long HeaderLine, int LinesBefore, Preset? Preset, IReadOnlyList<string[]> Sample)
{
    /// <summary>The values of a column in the first rows.</summary>
    internal IEnumerable<string> Values(int column) => Sample.Select(row => row[column]);

    /// <summary>The index of a column; -1 where there is none.</summary>
    /// <exception cref="InputException">More than one has that name.</exception>
    internal int Find(string file, string name)
    {
        var first = Array.IndexOf(Header, name);
        if (first >= 0 && Array.LastIndexOf(Header, name) != first)
            throw new InputException($"{file} has more than one column {Printable.Quote(name)}. {Describe()}");
        return first;
    }

    /// <summary>The index of a column.</summary>
    /// <exception cref="InputException">There is none of that name, or more than one.</exception>
    internal int IndexOf(string file, string name) => Find(file, name) is >= 0 and var index
        ? index
        : throw new InputException($"{file} has no column {Printable.Quote(name)}. {Describe()}");

    internal string Describe() => Header is [var only]
        ? $"Its only column: {Printable.Quote(only)}. --delimiter says what stands between two."
        : $"Its columns{(HeaderLine > 1 ? FormattableString.Invariant($", by line {HeaderLine}") : "")}: {string.Join(", ", Header.Select(Printable.Quote))}.";
}
