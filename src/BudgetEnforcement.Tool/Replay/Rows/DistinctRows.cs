namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Remembers which rows were there already, for all files together.</summary>
/// <param name="tally">Counts the repeats.</param>
internal sealed class DistinctRows(ReadingTally tally)
{
    private const int MostKeys = 10_000_000;

    private readonly Dictionary<UInt128, int> _costs = [];

    /// <summary>Whether the row is the first of its key.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="cost">A number that identifies its cost, so that a repeat with another one is noticed.</param>
    internal bool Add(UInt128 key, int cost)
    {
        if (_costs.TryGetValue(key, out var first))
        {
            tally.RepeatedRows++;
            if (first != cost)
                tally.RepeatedWithOtherCost++;
            return false;
        }

        if (_costs.Count == MostKeys)
            throw new InputException($"--distinct-by: there are more than {MostKeys} different rows, which is more than can be remembered.");
        _costs.Add(key, cost);
        return true;
    }
}
