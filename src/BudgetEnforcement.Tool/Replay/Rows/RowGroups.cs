using System.Numerics;
using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Sums rows of one value into one cost, in the order of their first appearance.</summary>
/// <param name="tally">Counts the sums that are rounded.</param>
internal sealed class RowGroups(ReadingTally tally)
{
    private const int MostGroups = 2_000_000;

    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<(CostRow First, BigInteger Units)> _groups = [];

    internal void Add(string name, in CostRow row)
    {
        var units = ExactDecimal.ToUnits(row.Amount);
        if (_indexes.TryGetValue(name, out var index))
        {
            var (first, sum) = _groups[index];

            // A group begins with the earliest of its rows.
            _groups[index] = (first with { Ticks = Math.Min(first.Ticks, row.Ticks) }, sum + units);
            return;
        }

        if (_groups.Count == MostGroups)
            throw new InputException($"--group-by: there are more than {MostGroups} groups, which is more than can be remembered.");
        _indexes.Add(name, _groups.Count);
        _groups.Add((row, units));
    }

    internal IEnumerable<CostRow> Read()
    {
        foreach (var (first, units) in _groups)
        {
            var amount = ExactNumber.OfUnits(units, out var isRounded);
            if (amount is decimal.MaxValue or decimal.MinValue)
                throw new InputException($"The sum of the rows from line {first.Line} on is more than can be recorded.");
            if (isRounded)
                tally.RoundedRows++;
            yield return first with { Amount = amount };
        }
    }
}
