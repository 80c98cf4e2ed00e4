using BudgetEnforcement.Tool.Replay.Numbers;
using BudgetEnforcement.Tool.Replay.Rows;
using CsvHelper;

namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>The first rows of a file, taken apart by one delimiter; empty rows are none.</summary>
internal sealed record FirstRows(char Delimiter, IReadOnlyList<FirstRow> Rows)
{
    private const int MostColumns = 16_384;

    /// <summary>Reads at most this many rows of the part of the file that is known.</summary>
    internal static FirstRows Read(SourceFile file, char delimiter, int most)
    {
        var rows = new List<FirstRow>();
        using var reader = CsvReader.Create(file.OpenPrefix(), CsvText.Options(delimiter, CsvMalformedDataHandling.Recover));
        try
        {
            while (rows.Count < most && reader.Read())
            {
                if (reader.FieldCount == 1 && reader.GetSpan(0).IsEmpty)
                    continue;
                if (reader.FieldCount > MostColumns)
                    throw new InputException($"{file.Name}, line {reader.LineNumber}: there are more than {MostColumns} columns.");
                string[] fields = [.. Enumerable.Range(0, reader.FieldCount).Select(column => CsvText.Trim(reader.GetString(column)))];
                if (!Array.TrueForAll(fields, string.IsNullOrEmpty))
                    rows.Add(new FirstRow(reader.LineNumber, fields));
            }
        }
        catch (CsvFormatException) when (rows.Count > 0)
        {
            // Errors further down are told when the rows are read.
        }
        catch (CsvFormatException error)
        {
            throw new InputException($"{file.Name}, line {Math.Max(1, error.LineNumber)}: {error.Message}", error);
        }

        // A row that is cut off where the known part of the file ends does not count.
        if (!file.IsWhole && rows.Count > 1 && rows.Count < most)
            rows.RemoveAt(rows.Count - 1);
        return new FirstRows(delimiter, rows);
    }

    /// <summary>The row that begins on a line; null where none does.</summary>
    internal FirstRow? On(long line) => Rows.FirstOrDefault(row => row.Line == line);

    /// <summary>The rows below a header, up to a line, that have as many fields and are not the header again.</summary>
    internal List<string[]> Below(FirstRow header, long end = long.MaxValue) =>
        [.. Rows.Where(row => row.Line > header.Line && row.Line < end && row.Fields.Length == header.Fields.Length && !row.Fields.SequenceEqual(header.Fields)).Select(row => row.Fields)];

    /// <summary>The number of rows that stand before a line.</summary>
    internal int CountBefore(long line) => Rows.Count(row => row.Line < line);
}

/// <summary>A row of the beginning of a file.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Fields">Its fields, without blanks around them.</param>
internal sealed record FirstRow(long Line, string[] Fields)
{
    /// <summary>The number of fields that have something in them.</summary>
    internal int FilledFields => Fields.Count(text => text.Length > 0);

    /// <summary>Whether no field is a number, as in a header.</summary>
    internal bool IsOfWords => !Array.Exists(Fields, NumberReader.IsNumber);

    /// <summary>Whether a field has a value that stands in rows and in no header: a day, a count, a word for no cost.</summary>
    internal bool HasValues => Array.Exists(Fields, text => text.Length > 0 && (char.IsDigit(text[0]) || NoCostWords.TryFind(text, out _)));
}
