using BudgetEnforcement.Tool.Replay.Presets;
using CsvHelper;

namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>
/// Finds the header of a file and what stands between its fields: the first row that has every column which was named, or else the first that is
/// the header of a known provider, or else the first row.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="options">What was asked for.</param>
internal sealed class LayoutFinder(SourceFile file, ReplayOptions options)
{
    private const int MostRows = 400;
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

        // Nothing was found: the message lists the columns of what is most of a table.
        var tables = (options.Delimiter is { } only ? [only] : CsvText.Delimiters).Select(delimiter => (Delimiter: delimiter, Rows: ReadRows(delimiter))).ToList();
        if (tables.TrueForAll(table => table.Rows.Count == 0))
            throw new InputException($"{file.Name} is empty: it has no header.");
        var widest = tables.MaxBy(table => table.Rows.Count == 0 ? 0 : HeaderOf(table.Rows).Fields.Length);
        var header = HeaderOf(widest.Rows);
        return LayoutOf(widest.Rows, header, widest.Delimiter, preset: null);
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

        foreach (var row in rows)
        {
            if (_named.Length > 0 ? Array.TrueForAll(_named, row.Fields.Contains) : options.PresetOf(row.Fields) is not null)
                return LayoutOf(rows, row, delimiter, options.PresetOf(row.Fields));
        }

        return null;
    }

    // Some of the columns that were named, or the first line.
    private Row HeaderOf(List<Row> rows)
    {
        if (options.HeaderLine is { } line)
        {
            return rows.Find(row => row.Line == line) is { Fields: not null } asked
                ? asked
                : throw new InputException($"--header-line: {file.Name} has no row that begins on line {line}, or nothing stands there.");
        }

        return rows.Find(row => _named.Any(row.Fields.Contains)) is { Fields: not null } some ? some : rows[0];
    }

    private static TableLayout LayoutOf(List<Row> rows, Row header, char delimiter, Preset? preset) =>
        new(delimiter, header.Fields, header.Line, rows.Count(row => row.Line < header.Line), preset);

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

        return rows;
    }

    private readonly record struct Row(long Line, string[] Fields);
}
