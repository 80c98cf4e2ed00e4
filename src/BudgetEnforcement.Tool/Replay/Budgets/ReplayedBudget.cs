using System.Numerics;
using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Replay.Budgets;

/// <summary>Runs recorded costs through one budget; when it warned and stopped is the budget's word, not ours.</summary>
internal sealed class ReplayedBudget
{
    private const int MostPeriods = 10_000;

    private readonly BudgetEnforcer _budget;
    private readonly ReplayMode _mode;
    private readonly ReplayClock _clock = new();
    private readonly bool _hasPeriod;
    private readonly Dictionary<BudgetStatus, RowMark> _crossed = [];
    private readonly List<PeriodOutcome> _periods = [];
    private readonly SpendPoints? _points;
    private CostRow _current;
    private long _row;
    private long _periodStart;
    private long _periodEnd = long.MaxValue;
    private RowMark? _periodStop;
    private BigInteger _credit;
    private BigInteger _spentUnits;
    private BigInteger _endedUnits;
    private BigInteger _notSpentUnits;
    private BigInteger _periodNotSpentUnits;
    private BigInteger _unusedCreditUnits;
    private decimal _highest;

    internal ReplayedBudget(decimal limit, ReplayOptions options)
    {
        Limit = limit;
        _mode = options.Mode;
        _hasPeriod = options.Period is not BudgetPeriod.None;
        _points = options.Chart is null ? null : new SpendPoints();
        var budget = new BudgetOptions { Name = "replay", Limit = limit, Period = options.Period };
        if (_hasPeriod)
            budget.TimeZone = options.TimeZone;
        _budget = new BudgetEnforcer(budget, timeProvider: _clock);
        _budget.ThresholdCrossed += (_, crossing) => _crossed.TryAdd(crossing.Status, new RowMark(_current, _row, crossing.Report.Spent));
    }

    internal decimal Limit { get; }

    internal ReplayResult End()
    {
        EndPeriod();
        return new ReplayResult
        {
            Report = _budget.GetStatus(),
            Rows = _row,
            Spent = ToDecimal(_endedUnits),
            NotSpent = ToDecimal(_notSpentUnits),
            Highest = _highest,
            UnusedCredit = ToDecimal(_unusedCreditUnits),
            AllowedRows = AllowedRows,
            DeniedRows = DeniedRows,
            FirstDenied = FirstDenied,
            Warning75 = _crossed.GetValueOrDefault(BudgetStatus.Warning75),
            Warning90 = _crossed.GetValueOrDefault(BudgetStatus.Warning90),
            Exceeded = _crossed.GetValueOrDefault(BudgetStatus.Exceeded),
            Periods = _hasPeriod ? _periods : [],
            PeriodCount = PeriodCount,
            StoppedPeriods = StoppedPeriods,
            Points = _points?.Points ?? [],
        };
    }

    /// <summary>Takes the next cost.</summary>
    internal void Add(in CostRow cost)
    {
        _row++;
        _current = cost;
        if (_hasPeriod)
            MoveTo(cost.Ticks);
        if (cost.Amount < 0m)
            TakeBack(-cost.Amount);
        else if (_mode is ReplayMode.StopAtDenied && _periodStop is not null)
            Leave(cost.Amount, isDenied: false);
        else
            Spend(cost.Amount);
        if (_points?.Takes(_row) is true)
            _points.Add(_row, _budget.Spent);
    }

    private long AllowedRows { get; set; }

    private long DeniedRows { get; set; }

    private long PeriodCount { get; set; }

    private long StoppedPeriods { get; set; }

    private RowMark? FirstDenied { get; set; }

    private void Spend(decimal amount)
    {
        // A credit that came before its costs pays first.
        var units = ExactDecimal.ToUnits(amount);
        var paid = _credit.IsZero ? BigInteger.Zero : BigInteger.Min(units, _credit);
        if (!TrySpend(units - paid, paid.IsZero ? amount : null))
        {
            Leave(amount, isDenied: true);
            return;
        }

        _credit -= paid;
        _spentUnits += units - paid;
        AllowedRows++;
        _highest = Math.Max(_highest, _budget.Spent);
    }

    // An amount that one decimal cannot hold is spent in two parts, of which the budget takes both or none: it has no other spender.
    private bool TrySpend(BigInteger units, decimal? amount)
    {
        var (most, rest) = amount is { } whole ? (whole, 0m) : ExactNumber.Split(units);
        if (_mode is ReplayMode.RecordOnly)
        {
            _budget.AddCost(most);
            _budget.AddCost(rest);
            return true;
        }

        if (!_budget.TryAddCost(most))
            return false;
        if (_budget.TryAddCost(rest))
            return true;
        _budget.Refund(most);
        return false;
    }

    private void Leave(decimal amount, bool isDenied)
    {
        _periodNotSpentUnits += ExactDecimal.ToUnits(amount);
        if (!isDenied)
            return;
        DeniedRows++;
        var mark = new RowMark(_current, _row, _budget.Spent);
        FirstDenied ??= mark;
        _periodStop ??= mark;
    }

    // An amount that was not spent cannot be taken back: the rest of a credit waits for the costs that it is for.
    private void TakeBack(decimal credit)
    {
        AllowedRows++;
        var units = ExactDecimal.ToUnits(credit);
        var back = BigInteger.Min(units, _spentUnits);
        var (most, rest) = ExactNumber.Split(back);
        _budget.Refund(most);
        _budget.Refund(rest);
        _spentUnits -= back;
        _credit += units - back;
    }

    private void MoveTo(long ticks)
    {
        if (ticks < _periodEnd && PeriodCount > 0)
            return;
        if (PeriodCount > 0)
            EndPeriod();
        _clock.Set(ticks);
        var end = _budget.GetStatus().PeriodEnd;
        _periodEnd = end?.UtcTicks ?? long.MaxValue;
        _periodStart = ticks;
        PeriodCount++;
    }

    private void EndPeriod()
    {
        _endedUnits += _spentUnits;
        _notSpentUnits += _periodNotSpentUnits;
        _unusedCreditUnits += _credit;
        if (_periodStop is not null)
            StoppedPeriods++;
        if (_hasPeriod && PeriodCount > 0 && _periods.Count < MostPeriods)
            _periods.Add(new PeriodOutcome(_periodStart, _periodEnd, ToDecimal(_spentUnits), ToDecimal(_periodNotSpentUnits), _periodStop));
        (_periodStop, _credit, _spentUnits, _periodNotSpentUnits) = (null, BigInteger.Zero, BigInteger.Zero, BigInteger.Zero);
    }

    private static decimal ToDecimal(BigInteger units) => ExactNumber.OfUnits(units, out _);
}
