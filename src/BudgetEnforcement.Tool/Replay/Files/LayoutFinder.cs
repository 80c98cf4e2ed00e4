using BudgetEnforcement.Tool.Replay.Guesses;

namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>
/// Finds the header of a file and the character between its fields: the first row that has every column which was named, or else the first that is
/// the header of a known provider, or else the only one that has a column of costs above costs, or else the row that looks most like a header.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="options">The options of the replay.</param>
internal sealed class LayoutFinder(SourceFile file, ReplayOptions options)
{
    private const int MostRows = 400;
    private const int MostRowsOfSample = 1_000;

    private readonly string[] _named = [.. options.Columns.Names.Distinct(StringComparer.Ordinal)];

    internal TableLayout Find()
    {
        FirstRows[] tables = [.. (options.Delimiter is { } known ? [known] : CsvText.Delimiters).Select(delimiter => FirstRows.Read(file, delimiter, MostRows))];
        if (Array.TrueForAll(tables, table => table.Rows.Count == 0))
            throw new InputException($"{file.Name} is empty: it has no header.");

        var found = tables.Select(table => (Table: table, Header: FindHeader(table))).Where(each => each.Header is not null).ToList();
        if (found.Count > 0)
        {
            var (table, header) = found.MaxBy(each => each.Table.Below(each.Header!).Count);
            return LayoutOf(table, header!);
        }

        if (options.HeaderLine is null && _named.Length == 0 && new HeaderGuess(file.Name, options.Culture).Find(tables) is { } guess)
            return LayoutOf(guess.Table, guess.Header);

        // No header was found: the message lists the columns of the text that is most like a table.
        var widest = tables.MaxBy(table => table.Rows.Count == 0 ? 0 : LikelyHeader(table).Fields.Length)!;
        return LayoutOf(widest, LikelyHeader(widest));
    }

    private FirstRow? FindHeader(FirstRows table) => options.HeaderLine is { } line
        ? table.On(line)
        : table.Rows.FirstOrDefault(row => _named.Length > 0 ? Array.TrueForAll(_named, row.Fields.Contains) : options.PresetOf(row.Fields) is not null);

    // Some of the columns that were named, or the first row of words that has as many fields as any, or the first row.
    private FirstRow LikelyHeader(FirstRows table)
    {
        if (options.HeaderLine is { } line)
            return table.On(line) ?? throw new InputException($"--header-line: {file.Name} has no row that begins on line {line}, or nothing stands there.");
        if (table.Rows.FirstOrDefault(row => _named.Any(row.Fields.Contains)) is { } some)
            return some;
        var most = table.Rows.Max(row => row.FilledFields);
        return table.Rows.FirstOrDefault(row => row.FilledFields == most && row.IsOfWords) ?? table.Rows[0];
    }

    private TableLayout LayoutOf(FirstRows table, FirstRow header)
    {
        var sample = FirstRows.Read(file, table.Delimiter, MostRowsOfSample).Below(header);
        return new TableLayout(table.Delimiter, header.Fields, header.Line, table.CountBefore(header.Line), options.PresetOf(header.Fields), sample);
    }
}
