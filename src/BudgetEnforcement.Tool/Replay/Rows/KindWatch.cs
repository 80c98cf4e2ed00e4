using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Guesses;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>
/// Doubts a row that says of itself that it is no cost: a plan, a quantity, or the same cost in another view. And notices rows that were called off or
/// not paid, which may have been no cost either.
/// </summary>
internal sealed class KindWatch
{
    private const int MostBytes = 24;

    private static readonly string[] Names = ["type", "typ", "kind", "scenario", "version", "metric", "measure", "szenario", "art"];

    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "forecast", "forecasted", "budget", "budgeted", "planned", "projected", "prognose", "usagequantity", "usage quantity", "usage_quantity", "quantity", "amortized", "amortizedcost",
        "amortized cost", "blendedcost", "netamortizedcost", "list cost",
    };

    private static readonly string[] StatusNames = ["status", "state"];

    private static readonly HashSet<string> CalledOff = new(StringComparer.OrdinalIgnoreCase)
    {
        "void", "voided", "declined", "failed", "cancelled", "canceled", "refunded", "reversed", "uncollectible", "draft", "pending", "storniert", "abgelehnt", "annulé", "refusé",
    };

    private readonly CostTable _table;
    private readonly int[] _kinds;
    private readonly int[] _statuses;
    private readonly string[] _header;
    private string? _firstStatus;
    private int _statusColumn;
    private long _calledOff;

    internal KindWatch(CostTable table, string[] header, int cost, IReadOnlyList<string> ignored)
    {
        (_table, _header) = (table, header);
        _kinds = Of(Names);
        _statuses = Of(StatusNames);

        int[] Of(string[] names) => [.. Enumerable.Range(0, header.Length).Where(column =>
            column != cost && !ignored.Contains(header[column]) && HeaderWords.Of(header[column]) is { Length: > 0 } words && names.Contains(words[^1]))];
    }

    /// <exception cref="InputException">The row says that it is no cost.</exception>
    internal void See(decimal amount)
    {
        if (amount == 0m)
            return;
        foreach (var column in _kinds)
        {
            if (_table.Bytes(column).Length is > 0 and <= MostBytes && Others.Contains(_table.Field(column).Trim()))
            {
                throw _table.Error(
                    column, "says that the row is no cost, or one that other rows tell as well. --where chooses the rows that count; --ignore-column takes all of them.");
            }
        }

        foreach (var column in _statuses)
        {
            if (_table.Bytes(column).Length is 0 or > MostBytes || _table.Field(column).Trim() is var status && !CalledOff.Contains(status))
                continue;
            (_firstStatus, _statusColumn) = (_firstStatus ?? status, _firstStatus is null ? column : _statusColumn);
            _calledOff++;
        }
    }

    /// <summary>A note about rows that were called off; null for none.</summary>
    internal string? Judge(string file) => _firstStatus is null ? null : FormattableString.Invariant(
        $"{file}: {(_calledOff == 1 ? "1 row" : $"{_calledOff:N0} rows")} counted although {Printable.Quote(_header[_statusColumn])} says {Printable.Quote(_firstStatus)}{(_calledOff == 1 ? "" : " or the like")}; --where leaves such rows out.");
}
