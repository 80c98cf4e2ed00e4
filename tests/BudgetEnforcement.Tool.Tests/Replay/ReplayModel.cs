using System.Numerics;

namespace BudgetEnforcement.Tool.Tests.Replay;

/// <summary>The numbers that a replay must give, in whole numbers and without a line of the tool.</summary>
internal sealed class ReplayModel
{
    private readonly BigInteger _limit;
    private readonly string _mode;
    private BigInteger _spent;
    private BigInteger _credit;
    private bool _isStopped;

    internal ReplayModel(IEnumerable<MeantRow> rows, BigInteger limit, string mode, bool isMonthly)
    {
        (_limit, _mode) = (limit, mode);
        var month = 0;
        foreach (var row in rows.Where(row => !row.IsBlank))
        {
            var itsMonth = new DateTime(2026, 1, 1).AddHours(row.Hour).Month;
            if (isMonthly && itsMonth != month)
                EndMonth();
            month = itsMonth;
            Rows++;
            Total += row.Units;
            Take(row.Units);
        }

        EndMonth();
    }

    internal BigInteger Total { get; private set; }

    internal BigInteger Spent { get; private set; }

    internal BigInteger NotSpent { get; private set; }

    internal BigInteger UnusedCredit { get; private set; }

    internal int Rows { get; private set; }

    internal int Denied { get; private set; }

    internal int Allowed { get; private set; }

    internal int? FirstDenied { get; private set; }

    internal int? Exceeded { get; private set; }

    private void Take(BigInteger units)
    {
        if (units.Sign < 0)
        {
            Allowed++;
            var back = BigInteger.Min(-units, _spent);
            _spent -= back;
            _credit += -units - back;
            return;
        }

        if (_isStopped)
        {
            NotSpent += units;
            return;
        }

        var paid = BigInteger.Min(units, _credit);
        if (_mode != "--record-only" && _spent + units - paid > _limit && units > paid)
        {
            Denied++;
            FirstDenied ??= Rows;
            NotSpent += units;
            _isStopped = _mode.Length == 0;
            return;
        }

        Allowed++;
        _credit -= paid;
        _spent += units - paid;
        if (_spent > _limit)
            Exceeded ??= Rows;
    }

    private void EndMonth()
    {
        Spent += _spent;
        UnusedCredit += _credit;
        (_spent, _credit, _isStopped) = (0, 0, false);
    }
}
