using System.Globalization;
using System.Text;
using CsvHelper;

namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>Reads a delimited file row by row, and knows for each row where in the file it begins.</summary>
internal sealed class CsvTable : IDisposable
{
    private readonly CsvReader _reader;
    private readonly string _file;
    private string[] _header = [];

    private CsvTable(string file, TextReader text, char delimiter)
    {
        _file = file;
        _reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,

            // Whether an empty line is a row depends on the number of columns.
            SkipEmptyLines = false,
        });
    }

    /// <summary>The row's ordinal in the file, from 1, the header not counted.</summary>
    internal int Row { get; private set; }

    /// <summary>The line on which the row begins.</summary>
    internal long Line => _reader.LineNumber;

    internal static CsvTable Open(string file, char delimiter)
    {
        StreamReader reader;
        try
        {
            // Bytes that are no text become U+FFFD: that matters in the columns that are used, and is told for those by row.
            reader = new StreamReader(file, Encoding.UTF8);
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw new InputException($"FILE '{file}' cannot be opened: {FileProblem.Describe(file, error)}", error);
        }

        return Start(new CsvTable(file, reader, delimiter));
    }

    /// <summary>The index of a column.</summary>
    /// <exception cref="InputException">There is none of that name, or more than one.</exception>
    internal int ColumnOf(string name)
    {
        var first = Array.IndexOf(_header, name);
        if (first < 0)
            throw new InputException($"{_file} has no column {Quote(name)}. {DescribeColumns()}");
        if (Array.LastIndexOf(_header, name) != first)
            throw new InputException($"{_file} has more than one column {Quote(name)}. {DescribeColumns()}");
        return first;
    }

    internal string DescribeColumns() => _header is [var only]
        ? $"Its only column: {Quote(only)}. --delimiter says what stands between two."
        : $"Its columns: {string.Join(", ", _header.Select(Quote))}.";

    /// <summary>Goes to the next row. An empty line is a row only where the file has a single column.</summary>
    internal bool Read()
    {
        while (ReadRecord())
        {
            if (_header.Length > 1 && IsEmptyLine())
                continue;

            Row++;

            // A comma that lost its quotes shifts the fields behind it; a number read from the wrong column would be worse than none.
            if (_reader.FieldCount != _header.Length)
            {
                throw new InputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Place()}: the number of fields is {_reader.FieldCount}, that of the header {_header.Length}."));
            }

            return true;
        }

        return false;
    }

    internal string Field(int column) => _reader.GetString(column);

    /// <summary>The error about a field of the current row.</summary>
    internal InputException Error(int column, string problem) =>
        new($"{Place()}, column {Quote(_header[column])}: {Quote(Field(column))} {problem}");

    /// <summary>The error about the current row.</summary>
    internal InputException Error(string problem) => new($"{Place()}: {problem}");

    public void Dispose() => _reader.Dispose();

    private static CsvTable Start(CsvTable table)
    {
        try
        {
            table.ReadHeader();
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    private static string Quote(string text) => $"'{text}'";

    private void ReadHeader()
    {
        do
        {
            if (!ReadRecord())
                throw new InputException($"{_file} is empty: it has no header.");
        }
        while (IsEmptyLine());

        _header = [.. Enumerable.Range(0, _reader.FieldCount).Select(column => Field(column).Trim())];
    }

    private bool IsEmptyLine() => _reader.FieldCount == 1 && string.IsNullOrWhiteSpace(Field(0));

    private bool ReadRecord()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException error)
        {
            throw new InputException($"{Place(error.LineNumber, Row + 1)}: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw new InputException($"{_file} cannot be read: {FileProblem.Describe(_file, error)}", error);
        }
    }

    private string Place() => Place(Line, Row);

    private string Place(long line, int row) => string.Create(CultureInfo.InvariantCulture, $"{_file}, line {line} (row {row})");
}
