using BudgetEnforcement.Tool.Replay.Files;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>
/// Doubts rows that have the id of a message or request, and the cost, of a row before: logs tell the same call twice. It remembers the latest quarter of a
/// million of them.
/// </summary>
internal sealed class RepeatWatch
{
    private const int MostKeys = 1 << 18;

    private static readonly string[] Ids = ["MESSAGEID", "REQUESTID", "GENERATIONID", "EVENTID", "CALLID", "COMPLETIONID", "RESPONSEID", "USAGEID", "RECORDID"];

    // Of these one call may have several rows; only a row that is the same in all of it is told twice.
    private static readonly string[] WholeRows = ["LINEITEMID", "TRANSACTIONID", "SPANID", "TRACEID", "OBSERVATIONID"];

    private readonly HashSet<ulong> _seen = [];

    /// <summary>The columns that hold ids of single calls; all of them where there is an id that may be one of something else.</summary>
    internal static int[] ColumnsOf(string[] header)
    {
        int[] ids = [.. Enumerable.Range(0, header.Length).Where(column => Ids.Any(id => Plain(header[column]).EndsWith(id, StringComparison.Ordinal)))];
        return ids.Length == 0 && Array.Exists(header, name => Plain(name) is var plain && (plain is "ID" or "UUID" || WholeRows.Any(id => plain.EndsWith(id, StringComparison.Ordinal)))) ? [.. Enumerable.Range(0, header.Length)] : ids;
    }

    /// <exception cref="InputException">The row was there before.</exception>
    internal void See(RowKey key, CostTable table, string[] header, int[] ids)
    {
        if (_seen.Count == MostKeys)
            _seen.Clear();
        if (_seen.Add((ulong)(key.Compute() & ulong.MaxValue)))
            return;

        var names = string.Join(',', ids.Select(id => header[id]));
        throw table.Error(
            $"a row before has the same {string.Join(" and ", ids.Select(id => Printable.Quote(header[id])))} and the same cost. Is it the same call, told twice? " +
            $"--distinct-by \"{Printable.Of(names)}\" counts each once, --count-repeats counts every row.");
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
