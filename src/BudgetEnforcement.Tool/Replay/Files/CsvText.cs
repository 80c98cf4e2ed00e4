using CsvHelper;

namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>How files are taken apart.</summary>
internal static class CsvText
{
    /// <summary>The longest row, in bytes: an unclosed quote must not swallow a file into memory.</summary>
    internal const int MostBytes = 1 << 20;

    private const char Mark = '\uFEFF';

    /// <summary>The characters that may stand between two fields.</summary>
    internal static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>The options of a reader that stands before the header.</summary>
    internal static CsvReaderOptions Options(char delimiter, CsvMalformedDataHandling malformed = CsvMalformedDataHandling.Throw) => new()
    {
        Separator = delimiter,
        HasHeader = false,
        TrackLineNumbers = true,
        MalformedData = malformed,
        MaxRecordSize = MostBytes,
        BufferSize = 1 << 16,

        // Whether an empty line is a row depends on the number of columns.
        SkipEmptyLines = false,
    };

    /// <summary>A field without blanks around it and without the mark that a joined file began with.</summary>
    internal static string Trim(string field) => field.Trim().TrimStart(Mark).TrimStart();

    /// <summary>The name of a delimiter for people.</summary>
    internal static string NameOf(char delimiter) => delimiter switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "bars",
        _ => $"'{Printable.Of(delimiter.ToString())}'",
    };
}
