using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Times;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Where it is not clear which column has the times: notices from one that may be it whether the rows go back in time.</summary>
internal sealed class OrderWatch
{
    private readonly CostTable _table;
    private readonly TimeReader _times;
    private readonly string _name;
    private int _column;
    private long _last;
    private long _later;
    private long _earlier;

    internal OrderWatch(CostTable table, TableLayout layout, int column, ReplayOptions options)
    {
        (_table, _column, _name) = (table, column, layout.Header[column]);
        _times = new TimeReader(TimeZoneInfo.Utc, options.TimeFormats, options.Culture, DayOrders.Of(layout.Values(column)));
    }

    internal void See()
    {
        if (_column < 0 || _table.IsBlank(_column))
            return;
        Span<char> buffer = stackalloc char[64];
        if (_times.Read(_table.Text(_column, buffer), out var ticks) is not TimeProblem.None)
        {
            _column = -1;
            return;
        }

        if (_last != 0 && ticks != _last)
        {
            _later += ticks > _last ? 1 : 0;
            _earlier += ticks < _last ? 1 : 0;
        }

        _last = ticks;
    }

    /// <summary>A note about the order, once all rows were seen; null for none.</summary>
    /// <exception cref="InputException">The rows are newest first, so that the first costs would be counted last.</exception>
    internal string? Judge(string file)
    {
        if (_column < 0 || _earlier == 0)
            return null;
        if (_later == 0)
        {
            throw new InputException(
                $"{file} seems to be newest first, by {Printable.Quote(_name)}. --time-column \"{Printable.Of(_name)}\" replays it in the order of time, --file-order as it stands.");
        }

        return $"{file} is not in the order of time, by {Printable.Quote(_name)}. --time-column \"{Printable.Of(_name)}\" replays it in that order.";
    }
}
