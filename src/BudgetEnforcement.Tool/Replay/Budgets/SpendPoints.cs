namespace BudgetEnforcement.Tool.Replay.Budgets;

/// <summary>The spend after each cost, thinned out so that it can be drawn and does not grow with the file.</summary>
internal sealed class SpendPoints
{
    /// <summary>The most points that are kept.</summary>
    internal const int Most = 4_096;

    private readonly List<(long Row, double Spent)> _points = [];
    private long _step = 1;

    internal IReadOnlyList<(long Row, double Spent)> Points => _points;

    /// <summary>Whether the spend after this row is kept.</summary>
    internal bool Takes(long row) => row % _step == 0;

    internal void Add(long row, decimal spent)
    {
        _points.Add((row, (double)spent));
        if (_points.Count < Most)
            return;

        // Every second one is enough from here on.
        _step *= 2;
        _points.RemoveAll(point => point.Row % _step != 0);
    }
}
