using BudgetEnforcement.Tool.Replay.Guesses;
using BudgetEnforcement.Tool.Replay.Numbers;
using BudgetEnforcement.Tool.Replay.Presets;
using CsvHelper;

namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>
/// Finds the header of a file and what stands between its fields: the first row that has every column which was named, or else the first that is
/// the header of a known provider, or else the only one that has a column of costs above costs, or else what looks most like a header.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="options">What was asked for.</param>
internal sealed class LayoutFinder(SourceFile file, ReplayOptions options)
{
    private const int MostRows = 4_000;
    private const int MostRowsBefore = 400;
    private const int MostColumns = 16_384;

    private readonly string[] _named = [.. options.Columns.Names.Distinct(StringComparer.Ordinal)];

    internal TableLayout Find()
    {
        var found = new List<(TableLayout Layout, int Fitting)>();
        foreach (var delimiter in options.Delimiter is { } known ? [known] : CsvText.Delimiters)
        {
            var rows = ReadRows(delimiter);
            if (FindHeader(rows, delimiter) is { } layout)
                found.Add((layout, rows.Count(row => row.Line > layout.HeaderLine && row.Fields.Length == layout.Header.Length)));
        }

        if (found.Count > 0)
            return found.MaxBy(each => each.Fitting).Layout;
        var tables = (options.Delimiter is { } only ? [only] : CsvText.Delimiters).Select(delimiter => (Delimiter: delimiter, Rows: ReadRows(delimiter))).ToList();
        if (tables.TrueForAll(table => table.Rows.Count == 0))
            throw new InputException($"{file.Name} is empty: it has no header.");
        if (options.HeaderLine is null && _named.Length == 0 && GuessHeader(tables) is { } guessed)
            return guessed;

        // Nothing was found: the message lists the columns of what is most of a table.
        var widest = tables.MaxBy(table => table.Rows.Count == 0 ? 0 : HeaderOf(table.Rows).Fields.Length);
        var header = HeaderOf(widest.Rows);
        return LayoutOf(widest.Rows, header, widest.Delimiter, preset: null);
    }

    private TableLayout? GuessHeader(List<(char Delimiter, List<Row> Rows)> tables)
    {
        var found = new List<TableLayout>();
        foreach (var (delimiter, rows) in tables)
        {
            var headers = rows.Take(MostRowsBefore).Where(row => row.IsOfWords() && CostGuess.HasName(row.Fields)).ToList();
            for (var i = 0; i < headers.Count; i++)
            {
                // The rows of one table end where the header of another begins.
                var end = headers.Skip(i + 1).FirstOrDefault(row => !row.Fields.SequenceEqual(headers[i].Fields)) is { Fields: not null } next ? next.Line : long.MaxValue;
                var layout = LayoutOf([.. rows.TakeWhile(row => row.Line < end)], headers[i], delimiter, preset: null);
                if (CostGuess.Of(layout.Header, layout.Sample, options.Culture).Candidates.Count > 0)
                    found.Add(layout);
            }
        }

        if (found.Count == 0)
            return null;

        // Files that were joined have the same header again.
        var best = found.MaxBy(layout => layout.Sample.Count)!;
        var first = found.Find(layout => layout.Delimiter == best.Delimiter && layout.Header.SequenceEqual(best.Header))!;
        var other = found.Find(layout => layout.Delimiter == best.Delimiter && layout.Sample.Count > 0 && !layout.Header.SequenceEqual(best.Header));
        return other is null
            ? first
            : throw new InputException(
                FormattableString.Invariant($"{file.Name} may have its header on line {Math.Min(first.HeaderLine, other.HeaderLine)} or on line {Math.Max(first.HeaderLine, other.HeaderLine)}. ") +
                "--header-line says which, or --cost-column which column is the cost.");
    }

    private TableLayout? FindHeader(List<Row> rows, char delimiter)
    {
        if (options.HeaderLine is { } line)
        {
            var header = rows.Find(row => row.Line == line);
            if (header.Fields is null)
                return null;
            return LayoutOf(rows, header, delimiter, options.PresetOf(header.Fields));
        }

        foreach (var row in rows.Take(MostRowsBefore))
        {
            if (_named.Length > 0 ? Array.TrueForAll(_named, row.Fields.Contains) : options.PresetOf(row.Fields) is not null)
                return LayoutOf(rows, row, delimiter, options.PresetOf(row.Fields));
        }

        return null;
    }

    // Some of the columns that were named, or the first row of words that has as many fields as any, or the first line.
    private Row HeaderOf(List<Row> rows)
    {
        if (options.HeaderLine is { } line)
        {
            return rows.Find(row => row.Line == line) is { Fields: not null } asked
                ? asked
                : throw new InputException($"--header-line: {file.Name} has no row that begins on line {line}, or nothing stands there.");
        }

        if (rows.Find(row => _named.Any(row.Fields.Contains)) is { Fields: not null } some)
            return some;
        var before = rows.Take(MostRowsBefore).ToList();
        var most = before.Max(row => row.FilledFields);
        return before.Find(row => row.FilledFields == most && row.IsOfWords()) is { Fields: not null } words ? words : rows[0];
    }

    private static TableLayout LayoutOf(List<Row> rows, Row header, char delimiter, Preset? preset) =>
        new(
            delimiter, header.Fields, header.Line, rows.Count(row => row.Line < header.Line), preset,
            [.. rows.Where(row => row.Line > header.Line && row.Fields.Length == header.Fields.Length).Select(row => row.Fields)]);

    private List<Row> ReadRows(char delimiter)
    {
        var rows = new List<Row>();
        using var reader = CsvReader.Create(new MemoryStream(file.Prefix.ToArray()), CsvText.Options(delimiter, CsvMalformedDataHandling.Recover));
        try
        {
            while (rows.Count < MostRows && reader.Read())
            {
                if (reader.FieldCount == 1 && reader.GetSpan(0).IsEmpty)
                    continue;
                if (reader.FieldCount > MostColumns)
                    throw new InputException($"{file.Name}, line {reader.LineNumber}: there are more than {MostColumns} columns.");
                string[] fields = [.. Enumerable.Range(0, reader.FieldCount).Select(field => reader.GetString(field).Trim())];
                if (!Array.TrueForAll(fields, string.IsNullOrEmpty))
                    rows.Add(new Row(reader.LineNumber, fields));
            }
        }
        catch (CsvFormatException) when (rows.Count > 0)
        {
            // What is wrong further down is told when the rows are read.
        }
        catch (CsvFormatException error)
        {
            throw new InputException($"{file.Name}, line {Math.Max(1, error.LineNumber)}: {error.Message}", error);
        }

        // What is cut off where the beginning of the file ends is no row.
        if (!file.IsWhole && rows.Count is > 1 and < MostRows)
            rows.RemoveAt(rows.Count - 1);
        return rows;
    }

    private readonly record struct Row(long Line, string[] Fields)
    {
        internal int FilledFields => Fields.Count(name => name.Length > 0);

        // Names of columns are no amounts.
        internal bool IsOfWords() => Array.TrueForAll(Fields, field => new NumberReader(null, pointIsDecimal: true).ReadAmount(field, out _) is NumberProblem.NotANumber);
    }
}
