namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Notices costs that grow with every row, as sums up to now do.</summary>
internal sealed class GrowthWatch
{
    // This many costs are in this order by chance once in forty thousand files.
    private const int Fewest = 8;

    private decimal _last = decimal.MinValue;
    private long _count;
    private bool _hasFallen;

    /// <summary>Whether each cost is more than the one before it.</summary>
    internal bool IsSumUpToNow => !_hasFallen && _count >= Fewest;

    internal void See(decimal amount)
    {
        if (_hasFallen)
            return;
        _hasFallen = amount <= _last || amount <= 0m;
        (_last, _count) = (amount, _count + 1);
    }
}
