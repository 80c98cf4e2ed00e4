using System.Numerics;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Notices a first or last row that is exactly the sum of all others: it may be their total under any name.</summary>
internal sealed class SumWatch
{
    private const int FewestOthers = 3;

    private BigInteger _sum;
    private BigInteger _first;
    private BigInteger _last;
    private long _count;
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
    }

    /// <summary>What is to be told; null for nothing.</summary>
    internal string? Judge(string file)
    {
        if (_count <= FewestOthers)
            return null;
        var line = _sum == _first * 2 ? _firstLine : _sum == _last * 2 ? _lastLine : 0;
        return line == 0 ? null : FormattableString.Invariant($"{file}, line {line}: this cost is exactly the sum of all others in the file. Is it their total? --where leaves it out.");
    }
}
