using System.Globalization;
using System.Text;
using CsvHelper;

namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>Reads the rows of a file below its header, and knows for each where it begins.</summary>
internal sealed class CostTable : IDisposable
{
    private const int MostEmptyLines = 1_000_000;

    private readonly CsvReader _reader;
    private readonly TableLayout _layout;
    private readonly byte[] _firstName;
    private readonly string _file;
    private readonly Action<InputException> _onBadRow;
    private InputException? _note;
    private int _emptyLines;

    /// <param name="source">The file; the table reads it to its end.</param>
    /// <param name="layout">How it is laid out.</param>
    /// <param name="onBadRow">Called for a row that cannot be one; it throws, or notes the row as left out.</param>
    /// <param name="skipsBadRows">Whether rows with wrong quotes are passed over, and told.</param>
    internal CostTable(SourceFile source, TableLayout layout, Action<InputException> onBadRow, bool skipsBadRows)
    {
        (_file, _layout, _onBadRow) = (source.Name, layout, onBadRow);
        _firstName = Encoding.UTF8.GetBytes(layout.Header[0]);
        var options = CsvText.Options(layout.Delimiter, skipsBadRows ? CsvMalformedDataHandling.Skip : CsvMalformedDataHandling.Throw);
        if (skipsBadRows)
            options = options with { OnMalformedRecord = OnMalformed };
        _reader = CsvReader.Create(source.Bytes, options);
    }

    /// <summary>The line on which the row begins.</summary>
    internal long Line => _reader.LineNumber;

    /// <summary>The row's ordinal below the header, from 1.</summary>
    internal long Row { get; private set; }

    /// <summary>Lines behind the rows that are no rows.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>How often the header stands among the rows, as where files were joined.</summary>
    internal long RepeatedHeaders { get; private set; }

    internal int ColumnCount => _layout.Header.Length;

    /// <summary>Goes to the next row. An empty line is a row only where the file has a single column.</summary>
    internal bool Read()
    {
        while (ReadRecord())
        {
            if (Line <= _layout.HeaderLine)
                continue;
            if (ColumnCount > 1 && IsEmptyLine())
            {
                if (++_emptyLines > MostEmptyLines)
                    throw new InputException($"{Place()}: there are more than {MostEmptyLines} empty lines.");
                continue;
            }

            if (IsHeader())
            {
                RepeatedHeaders++;
                continue;
            }

            Row++;
            if (_reader.FieldCount == ColumnCount)
            {
                RefuseNotes();
                return true;
            }

            // A comma that lost its quotes shifts the fields behind it; a number read from the wrong column would be worse than none.
            var error = Error(string.Create(CultureInfo.InvariantCulture, $"the number of fields is {_reader.FieldCount}, that of the header {ColumnCount}."));
            if (MayBeNote() && Notes.Count < MostEmptyLines)
            {
                _note ??= error;
                Notes.Add(Printable.Of(Field(0).Trim()));
            }
            else
            {
                RefuseNotes();
                _onBadRow(error);
            }
        }

        return false;
    }

    /// <summary>The text of a field.</summary>
    internal string Field(int column) => _reader.GetString(column);

    /// <summary>The bytes of a field, in UTF-8.</summary>
    internal ReadOnlySpan<byte> Bytes(int column) => _reader.GetSpan(column);

    /// <summary>The text of a field, where it is short; the buffer takes it.</summary>
    internal ReadOnlySpan<char> Text(int column, Span<char> buffer)
    {
        var bytes = _reader.GetSpan(column);
        return bytes.Length <= buffer.Length ? buffer[..Encoding.UTF8.GetChars(bytes, buffer)] : Encoding.UTF8.GetString(bytes);
    }

    internal bool IsBlank(int column) => IsBlank(_reader.GetSpan(column));

    /// <summary>The error about a field of the current row.</summary>
    internal InputException Error(int column, string problem) =>
        new($"{Place()}, column {Printable.Quote(_layout.Header[column])}: {Printable.Quote(Field(column))} {problem}");

    /// <summary>The error about the current row.</summary>
    internal InputException Error(string problem) => new($"{Place()}: {problem}");

    public void Dispose() => _reader.Dispose();

    private static bool IsBlank(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is not ((byte)' ' or (byte)'\t'))
                return bytes.Length > 0 && string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(bytes));
        }

        return true;
    }

    // A line of text behind the rows. A row that was cut off in the middle may look like it, unless it begins as rows do.
    private bool MayBeNote()
    {
        for (var column = 1; column < _reader.FieldCount; column++)
        {
            if (!IsBlank(column))
                return false;
        }

        var text = Field(0).AsSpan().Trim();
        return _reader.FieldCount < ColumnCount && text.ContainsAnyExceptInRange('\0', '@') && !char.IsAsciiDigit(text[0]);
    }

    // Behind a note there are no more rows: if there is one, the note was a bad row.
    private void RefuseNotes()
    {
        if (_note is not { } error)
            return;
        _note = null;
        foreach (var _ in Notes)
            _onBadRow(error);
        Notes.Clear();
    }

    // Nearly no row is a header, and the end of the first field already shows that.
    private bool IsHeader() => _reader.FieldCount == ColumnCount && _reader.GetSpan(0).TrimEnd(" \t"u8).EndsWith(_firstName)
        && Enumerable.Range(0, ColumnCount).All(column => CsvText.Trim(Field(column)) == _layout.Header[column]);

    private bool IsEmptyLine() => _reader.FieldCount == 1 && IsBlank(0);

    private bool ReadRecord()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException error)
        {
            var problem = error.Message.Contains("larger than", StringComparison.Ordinal) || error.Message.Contains("MaxRecordSize", StringComparison.Ordinal)
                ? $"the row has more than {CsvText.MostBytes / 1024} kB; perhaps a quote is not closed."
                : error.Message;
            throw new InputException($"{Place(error.LineNumber)}: {problem}", error);
        }
        catch (Exception error) when (SourceFile.IsReadError(error))
        {
            throw SourceFile.Unreadable(_file, error);
        }
    }

    private void OnMalformed(CsvMalformedRecord record)
    {
        var error = new InputException($"{Place(record.LineNumber)}: its quotes are wrong.");
        if (record.LineNumber <= _layout.HeaderLine)
            return;

        // A quote that is never closed has swallowed the rest of the file, which is more than a bad row.
        if (record.Reason is CsvMalformedReason.UnterminatedQuote)
            throw new InputException($"{Place(record.LineNumber)}: a quote is never closed, so everything behind it is one row.");
        _onBadRow(error);
    }

    private string Place() => Place(Line);

    private string Place(long line) => string.Create(CultureInfo.InvariantCulture, $"{_file}, line {line}{(Row > 0 && line == Line ? $" (row {Row})" : "")}");
}
