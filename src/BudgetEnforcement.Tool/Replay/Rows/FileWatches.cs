using System.Text;
using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Decides which rows of one file count, and doubts what looks wrong about them.</summary>
internal sealed class FileWatches
{
    private readonly CostTable _table;
    private readonly string _file;
    private readonly TableLayout _layout;
    private readonly FileColumns _columns;
    private readonly ReplayOptions _options;
    private readonly SharedWatches _shared;
    private readonly (int Column, byte[] Value, bool IsEqual)[] _conditions;
    private readonly int[] _ids;
    private readonly CreditWatch _credits;
    private readonly RefundWatch _refunds;
    private readonly KindWatch _kinds;
    private readonly GrowthWatch _growth = new();
    private readonly RowKey? _distinct;
    private readonly RowKey? _repeat;
    private readonly OrderWatch? _order;
    private readonly SumWatch _sum = new();
    private readonly bool[] _isAlwaysFilled;
    private bool _hasLabels;
    private bool _lacksLabel;

    internal FileWatches(CostTable table, string file, TableLayout layout, FileColumns columns, ReplayOptions options, SharedWatches shared)
    {
        (_table, _file, _layout, _columns, _options, _shared) = (table, file, layout, columns, options, shared);
        _isAlwaysFilled = [.. Enumerable.Repeat(true, layout.Header.Length)];
        _conditions = [.. options.Where.Select(Resolve)];
        if (columns.DistinctBy.Length > 0)
            _distinct = new RowKey(table, columns.DistinctBy, isAskedFor: true);
        _credits = new CreditWatch(table, layout.Header, columns.Cost, options.Ignored);
        _refunds = new RefundWatch(table, layout.Header, columns.Cost, options.Ignored);
        _kinds = new KindWatch(table, layout.Header, columns.Cost, options.Ignored);
        _ids = options.CountRepeats || _distinct is not null ? [] : RepeatWatch.ColumnsOf(layout.Header);
        if (_ids.Length > 0)
            _repeat = new RowKey(table, [.. _ids, .. columns.Cost >= 0 ? [columns.Cost] : columns.Tokens!.Names.Select(name => layout.IndexOf(file, name))], isAskedFor: false);
        if (columns.Time < 0 && columns.Times is { Candidates: [var first, ..] })
            _order = new OrderWatch(table, layout, first, options);
    }

    /// <summary>Whether every <c>--where</c> holds for the current row.</summary>
    internal bool Passes()
    {
        foreach (var (column, value, isEqual) in _conditions)
        {
            if (Trim(_table.Bytes(column)).SequenceEqual(value) == isEqual)
                continue;
            _shared.Tally.FilteredRows++;
            return false;
        }

        return true;
    }

    /// <summary>Whether the current row, which has a cost, counts: it says of no total, and was not there before.</summary>
    internal bool CountsAsRow()
    {
        if (SaysTotal() && IsLeftOut(_layout.Preset is { HasTotals: true } && IsTotalByTime()))
            return false;

        // Rows without a key are not known to be one.
        return _distinct is null || Array.TrueForAll(_columns.DistinctBy, _table.IsBlank) || _shared.Distinct.Add(_distinct.Compute(), _columns.Cost < 0 ? 0 : CostKey());
    }

    /// <summary>
    /// Whether the cost of the current row counts: it is not the sum of those before it, in a row that lacks what they all have or with many digits.
    /// </summary>
    internal bool CountsAsCost(decimal amount) => !((_lacksLabel && _sum.IsSumSoFar(amount)) || _sum.IsTellingSumSoFar(amount)) || !IsLeftOut(isKnown: false, "this cost is exactly the sum of all others before it; ");

    /// <summary>Looks at a row that counts.</summary>
    internal void See(in Amount amount)
    {
        _order?.See();
        _credits.See();
        _refunds.See(amount.Value);
        _kinds.See(amount.Value);
        _growth.See(amount.Value);
        _sum.See(amount.Value, _table.Line);
        if (amount.Value == 0m)
            return;
        if (_columns.Currency >= 0)
            _shared.Currency.See(Encoding.UTF8.GetString(Trim(_table.Bytes(_columns.Currency))), _table.Error, _layout.Header[_columns.Currency]);
        _shared.Currency.See(_columns.HeaderCurrency?.Text, _table.Error, column: null);
        _shared.Currency.See(amount.Currency, _table.Error, column: null);
        if (_repeat is not null && Array.Exists(_ids, id => !_table.IsBlank(id)))
            _shared.Repeats.See(_repeat, _table, _layout.Header, _ids);
    }

    /// <summary>Says what only the whole file shows.</summary>
    internal void Judge()
    {
        if (_order?.Judge(_file) is { } order)
            _shared.Tally.Notes.Add(order);
        if (_sum.Judge(_file, isAsked: _options.CountTotals is not true) is { } sum)
            _shared.Tally.Notes.Add(sum);
        if (_kinds.Judge(_file) is { } kinds)
            _shared.Tally.Notes.Add(kinds);
        if (_columns.Cost >= 0 && _growth.IsSumUpToNow)
            _shared.Tally.Notes.Add($"{_file}: every cost is more than the one before it. Are they sums up to now, and the last of them all that was spent?");
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes) => bytes.Trim(" \t"u8);

    // A row that says so, or one that names nothing where the rows before it do.
    private bool SaysTotal()
    {
        var (hasLabel, hasName, lacksLabel, isTotal, mayBeTotal) = (false, false, false, false, false);
        for (var column = 0; column < _table.ColumnCount; column++)
        {
            if (column == _columns.Cost)
                continue;
            var field = _table.Bytes(column);
            var isBlank = field.Length == 0 || _table.IsBlank(column);

            // A row is called by its first field, but for numbers and days before it; in the others there may be any text.
            if (!isBlank && TotalLabels.IsTotal(field))
                (isTotal, mayBeTotal) = (isTotal || !hasLabel || (!hasName && TotalLabels.IsShort(field)) || TotalLabels.IsOnlyTotal(field), true);
            hasLabel |= !isBlank;
            hasName = hasName || (!isBlank && field.ContainsAnyInRange((byte)'A', (byte)'z'));
            lacksLabel |= isBlank && _isAlwaysFilled[column] && _hasLabels;
            _isAlwaysFilled[column] &= !isBlank;
        }

        _lacksLabel = lacksLabel;
        isTotal |= mayBeTotal && lacksLabel;
        var isUnnamed = !hasLabel && _hasLabels && _columns.Cost >= 0 && _table.ColumnCount > 1;
        _hasLabels |= hasLabel;

        // In the rows of a provider, which have their times, the word is one of what was sold.
        return isUnnamed || (isTotal && (_layout.Preset is null or { HasTotals: true } || IsTotalByTime()));
    }

    private bool IsTotalByTime() => _columns.Time < 0 || _table.IsBlank(_columns.Time) || TotalLabels.IsTotal(_table.Bytes(_columns.Time));

    private bool IsLeftOut(bool isKnown, string why = "")
    {
        if (_options.CountTotals is null && !isKnown)
        {
            throw _table.Error(
                $"{why}it looks like the total of other rows, which would count twice. --skip-totals leaves such rows out, --count-totals counts them; --where chooses rows by a column.");
        }

        if (_options.CountTotals is true)
            return false;
        _sum.BeginPart();
        _shared.Tally.TotalRows++;
        return true;
    }

    private int CostKey()
    {
        var hash = new HashCode();
        hash.AddBytes(_table.Bytes(_columns.Cost));
        return hash.ToHashCode();
    }

    private (int Column, byte[] Value, bool IsEqual) Resolve(WhereClause clause)
    {
        var (column, value, isEqual) = clause.In(_layout.Header);
        if (column < 0)
            column = _layout.IndexOf(_file, clause.Name);
        return (column, Encoding.UTF8.GetBytes(value), isEqual);
    }
}
