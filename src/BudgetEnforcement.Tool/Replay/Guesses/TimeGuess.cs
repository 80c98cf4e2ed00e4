using System.Text;
using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Numbers;
using BudgetEnforcement.Tool.Replay.Rows;
using BudgetEnforcement.Tool.Replay.Times;

namespace BudgetEnforcement.Tool.Replay.Guesses;

/// <summary>
/// Which column has the times, where it was not named: the only one that has a name of times and nothing but times beneath. Of several it is the one
/// with which something began.
/// </summary>
/// <param name="Column">The index of the column; -1 where it is not clear.</param>
/// <param name="Candidates">The columns that may be it.</param>
/// <param name="Unread">Where there are none, a column that is called a day and has something else; null where there is none.</param>
internal sealed record TimeGuess(int Column, IReadOnlyList<int> Candidates, int? Unread)
{
    private const int MostValues = 400;

    private static readonly string[] Names =
    [
        "date", "time", "timestamp", "datetime", "datum", "zeit", "zeitpunkt", "created", "day", "tag", "when", "fecha", "data", "month", "monat", "mois", "jour", "hour", "at", "start", "started",
        "日期", "日付",
    ];

    private static readonly string[] Endings = ["date", "datum", "timestamp", "datetime"];

    // When it was over, paid or written down is not when it was spent.
    private static readonly string[] Others =
        ["end", "ended", "finish", "finished", "completed", "updated", "modified", "due", "until", "to", "expires", "expiry", "export", "exported", "generated", "paid", "payment", "response", "reset", "renewal", "valid", "next", "last", "previous"];

    internal static TimeGuess Of(TableLayout layout, ReplayOptions options)
    {
        var words = layout.Header.Select(HeaderWords.Of).ToArray();
        int[] found = [.. Enumerable.Range(0, layout.Header.Length).Where(column => IsName(words[column]) && HasTimes(layout, column, options))];
        int[] first = [.. found.Where(column => !Array.Exists(words[column], Others.Contains))];
        int[] begun = [.. first.Where(column => Array.Exists(words[column], word => word is "start" or "started"))];
        var clear = first is [var only] ? only : begun is [var beginning] ? beginning : -1;
        int[] unread = [.. Enumerable.Range(0, layout.Header.Length).Where(column =>
            Array.Exists(words[column], word => IsDay(word)) && !Array.Exists(words[column], Others.Contains) && layout.Values(column).Any(value => value.Length > 0))];
        return new TimeGuess(
            clear >= 0 && IsComplete(layout, clear) ? clear : -1, [.. first, .. found.Except(first)], found.Length == 0 && unread is [var day, ..] ? day : null);
    }

    private static bool IsName(string[] words) =>
        Array.Exists(words, word => Names.Contains(word) || IsDay(word));

    private static bool IsDay(string word) => word is "day" or "week" or "month" || Array.Exists(Endings, ending => word.EndsWith(ending, StringComparison.Ordinal));

    private static bool HasTimes(TableLayout layout, int column, ReplayOptions options)
    {
        var times = new TimeReader(options.TimeZone, options.TimeFormats, options.Culture, DayOrders.Of(layout.Values(column)));
        var values = layout.Values(column).Where(value => value.Length > 0).Take(MostValues).ToArray();
        return values.Length > 0 && Array.TrueForAll(values, value => times.Read(value, out _) is TimeProblem.None);
    }

    // A total has no time, and no name but that; any other row has to have its time.
    private static bool IsComplete(TableLayout layout, int column) => layout.Sample.Where(row => row[column].Length == 0).All(row =>
        Array.Exists(row, text => TotalLabels.IsTotal(Encoding.UTF8.GetBytes(text))) || Array.TrueForAll(row, text => text.Length == 0 || NumberReader.IsNumber(text)));
}
