using System.Text;
using System.Text.Unicode;
using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Guesses;
using BudgetEnforcement.Tool.Replay.Numbers;
using BudgetEnforcement.Tool.Replay.Times;
using BudgetEnforcement.Tool.Replay.Tokens;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Reads the costs of one file to the last digit, or says which field cannot be read.</summary>
internal sealed class CostFile : IDisposable
{
    private readonly CostTable _table;
    private readonly ReplayOptions _options;
    private readonly FileWatches _watches;
    private readonly ReadingTally _tally;
    private readonly FileColumns _columns;
    private readonly NumberReader _numbers;
    private readonly TimeReader _times;
    private readonly TokenReader? _tokens;
    private readonly TokenCosts? _costs;
    private readonly string _name;
    private readonly int _index;
    private long _blankRows;

    internal CostFile(SourceFile source, int index, ReplayOptions options, SharedWatches shared)
    {
        (_name, _index, _options, _tally) = (source.Name, index, options, shared.Tally);
        var layout = new LayoutFinder(source, options).Find();
        _columns = new FileColumns(source.Name, layout, options);
        _numbers = new NumberReader(options.Culture, pointIsDecimal: layout.Delimiter is ',' && !(_columns.Cost >= 0 && PointGuess.IsDoubtful(layout, _columns.Cost)));
        _times = TimesOf(layout);
        _table = new CostTable(source, layout, OnBadRow, options.SkipBad);
        if (_columns.Tokens is { } tokens)
        {
            _tokens = new TokenReader(_table, source.Name, layout, tokens, options, _numbers, _tally);
            _costs = new TokenCosts(_table, source.Name, layout, tokens, _numbers);
        }

        _watches = new FileWatches(_table, source.Name, layout, _columns, options, shared);
        TellLayout(layout);
        if (source.IsWindows1252)
            _tally.Notes.Add($"{_name} is no UTF-8; it was read as text of Windows-1252.");
    }

    /// <summary>Where the columns are.</summary>
    internal FileColumns Columns => _columns;

    internal TimeReader Times => _times;

    /// <summary>The value by which the current row is summed with others.</summary>
    internal string Group { get; private set; } = "";

    /// <summary>Reads the costs in the order of the file.</summary>
    internal IEnumerable<CostRow> Read(CancellationToken cancellationToken)
    {
        while (_table.Read())
        {
            if ((_table.Row & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (TryReadRow(out var row))
                yield return row;
        }

        _watches.Judge();
        if (_table.Row == 0)
            _tally.Notes.Add($"{_name} has a header and no rows.");
        else if (_blankRows == _table.Row)
            _tally.Notes.Add($"{_name}: no row has anything in {Printable.Quote(_columns.CostName)}, so nothing was counted.");
        if (_table.RepeatedHeaders > 0)
            _tally.Notes.Add(FormattableString.Invariant($"{_name}: the header stands among the rows as well ({(_table.RepeatedHeaders == 1 ? "once" : FormattableString.Invariant($"{_table.RepeatedHeaders:N0} times"))}), as where files were joined; it was left out."));
        if (_table.Notes.Count > 0)
            _tally.Notes.Add($"{_name}: left out as notes behind the rows: {string.Join(", ", _table.Notes.Take(3).Select(note => $"'{note}'"))}{(_table.Notes.Count > 3 ? FormattableString.Invariant($" and {_table.Notes.Count - 3} more") : "")}.");
    }

    public void Dispose() => _table.Dispose();

    // The usual form of a provider counts where the file keeps to it.
    private TimeReader TimesOf(TableLayout layout)
    {
        string[] values = _columns.Time < 0 ? [] : [.. layout.Values(_columns.Time).Where(value => value.Length > 0 && !TotalLabels.IsTotal(Encoding.UTF8.GetBytes(value)))];
        var order = DayOrders.Of(values);
        if (_options.TimeFormats.Length == 0 && layout.Preset is { TimeFormats: { Length: > 0 } usual })
        {
            var times = new TimeReader(_options.TimeZone, usual, _options.Culture, order);
            if (Array.TrueForAll(values, value => times.Read(value, out _) is TimeProblem.None))
                return new TimeReader(_options.TimeZone, usual, _options.Culture, order);
        }

        return new TimeReader(_options.TimeZone, _options.TimeFormats, _options.Culture, order);
    }

    private bool TryReadRow(out CostRow row)
    {
        row = default;
        try
        {
            if (!_watches.Passes())
                return false;
            if (_tokens is not null ? _tokens.IsBlank : _table.IsBlank(_columns.Cost))
            {
                _tally.BlankRows++;
                _blankRows++;
                return false;
            }

            if (!_watches.CountsAsRow())
                return false;

            // A total has no time, so it is known by its amount first; the cost of tokens depends on their time.
            var amount = _costs is null ? ReadAmount() : default;
            if (_costs is null && !_watches.CountsAsCost(amount.Value))
                return false;
            var ticks = ReadTime();
            if (_costs is not null)
                amount = _costs.CostOf(_tokens!.Read(), _columns.Time < 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero));
            if (_columns.GroupBy >= 0)
                Group = ReadGroup();
            _watches.See(amount);
            _tally.AddCost(amount.Value);
            if (amount.IsRounded)
                _tally.RoundedRows++;
            row = new CostRow(amount.Value, ticks, _table.Line, _index);
            return true;
        }
        catch (BadRowException error)
        {
            OnBadRow(error.Error);
            return false;
        }
    }

    private Amount ReadAmount()
    {
        Span<char> buffer = stackalloc char[128];
        var text = _table.Text(_columns.Cost, buffer);
        if (NoCostWords.TryFind(text, out var word))
        {
            _tally.AddWord(word);
            return default;
        }

        var problem = _numbers.ReadAmount(text, out var amount);
        return problem switch
        {
            NumberProblem.None => amount,
            NumberProblem.Ambiguous => throw _table.Error(
                _columns.Cost, "may be read in two ways: does the separator stand before decimals or between thousands? --culture says it, for example --culture en-US or --culture de-DE."),
            NumberProblem.OtherSeparator => throw _table.Error(
                _columns.Cost, "has its decimals behind another separator than the numbers before it. --culture says how numbers are written."),
            NumberProblem.TooLarge => throw new BadRowException(_table.Error(_columns.Cost, "is more than can be recorded.")),
            _ => throw new BadRowException(_table.Error(_columns.Cost, "is not a number.")),
        };
    }

    private long ReadTime()
    {
        if (_columns.Time < 0)
            return 0;
        Span<char> buffer = stackalloc char[80];
        return _times.Read(_table.Text(_columns.Time, buffer), out var ticks) switch
        {
            TimeProblem.None => ticks,
            TimeProblem.Ambiguous => throw _table.Error(
                _columns.Time, "may be read in two ways: is the day or the month first? --time-format says it, for example --time-format MM/dd/yyyy, or --culture."),
            _ => throw new BadRowException(_table.Error(
                _columns.Time, $"is not a time that can be read; --time-format says how times are written{(_columns.Times is null ? "" : ", and --file-order replays the rows as they stand")}.")),
        };
    }

    private string ReadGroup()
    {
        if (!Utf8.IsValid(_table.Bytes(_columns.GroupBy)))
            throw _table.Error(_columns.GroupBy, "is not UTF-8 text.");
        return Encoding.UTF8.GetString(_table.Bytes(_columns.GroupBy));
    }

    private void OnBadRow(InputException error)
    {
        if (!_options.SkipBad)
            throw error;
        _tally.AddBadRow(error);
    }

    private void TellLayout(TableLayout layout)
    {
        if (layout.Preset is { } preset)
            _tally.Notes.Add($"{_name} has the layout of {preset.Name}; its costs are in {Printable.Quote(_columns.CostName)}{(_columns.Time >= 0 ? $", its times in {Printable.Quote(layout.Header[_columns.Time])}" : "")}.");
        if (_columns.IsCostGuessed)
            _tally.Notes.Add($"{_name}: the costs are taken from {Printable.Quote(_columns.CostName)}; --cost-column names another.");
        if (_columns.Times?.Unread is { } unread)
            _tally.Notes.Add($"{_name}: what stands in {Printable.Quote(layout.Header[unread])} was not read as times, so the rows count in the order of the file. --time-format and --time-column say how and where times are written.");
        if (_columns.Times is { Column: >= 0 and var time })
            _tally.Notes.Add($"{_name}: the times are taken from {Printable.Quote(layout.Header[time])}; --time-column names another, and --file-order replays the rows as they stand.");
        if (layout.LinesBefore > 0)
            _tally.Notes.Add(FormattableString.Invariant($"{_name}: the header is on line {layout.HeaderLine}; what stands before it was left out."));
    }
}
