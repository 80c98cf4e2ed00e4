using System.Globalization;
using System.Numerics;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Notices a row that is exactly the sum of the others: it may be their total under any name.</summary>
internal sealed class SumWatch
{
    private const int FewestOthers = 2;

    // Sums of fewer digits come to pass by chance.
    private const int TellingDigits = 4;

    private BigInteger _sum;
    private BigInteger _first;
    private BigInteger _last;
    private BigInteger _part;
    private long _count;
    private long _countOfPart;
    private bool _hasCredits;
    private long _firstLine;
    private long _lastLine;

    internal void See(decimal amount, long line)
    {
        if (amount == 0m)
            return;
        _last = ExactDecimal.ToUnits(amount);
        _lastLine = line;
        if (_count++ == 0)
            (_first, _firstLine) = (_last, line);
        _sum += _last;
        _part += _last;
        _countOfPart++;
        _hasCredits |= amount < 0m;
    }

    /// <summary>Notes a total that was left out: another one may be the sum of those below it.</summary>
    internal void BeginPart() => (_part, _countOfPart) = (0, 0);

    /// <summary>Whether a cost is the sum of all before it.</summary>
    internal bool IsSumSoFar(decimal amount) => _count >= FewestOthers && amount != 0m && ExactDecimal.ToUnits(amount) == _sum;

    /// <summary>
    /// Whether a cost is the sum of all before it, or of those since the last total, and has more digits than such sums have by chance. Where a credit
    /// takes a cost back, the sum is that of few rows, and may be the cost of the next.
    /// </summary>
    internal bool IsTellingSumSoFar(decimal amount) =>
        amount > 0m && !_hasCredits && ExactDecimal.ToUnits(amount) is var units
        && ((_count >= FewestOthers && units == _sum) || (_countOfPart >= FewestOthers && units == _part)) && IsTelling(units);

    /// <summary>A note about a first or last row; null for none.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="isAsked">Whether to ask about a sum that cannot be by chance.</param>
    /// <exception cref="InputException">The user must be asked about it.</exception>
    internal string? Judge(string file, bool isAsked)
    {
        if (_count <= FewestOthers)
            return null;
        var line = _sum == _first * 2 ? _firstLine : _sum == _last * 2 ? _lastLine : 0;
        if (line == 0)
            return null;
        var finding = FormattableString.Invariant($"{file}, line {line}: this cost is exactly the sum of all others in the file. Is it their total?");
        return isAsked && IsTelling(_sum / 2) ? throw new InputException($"{finding} --where leaves it out, --count-totals counts it.") : $"{finding} --where leaves it out.";
    }

    private static bool IsTelling(BigInteger units) => BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture).TrimEnd('0').Length >= TellingDigits;
}
