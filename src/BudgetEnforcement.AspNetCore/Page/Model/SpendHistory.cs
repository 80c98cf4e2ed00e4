namespace BudgetEnforcement.AspNetCore;

/// <summary>The spend of one budget in the last hour, by the half minute. A reset or a new period does not make the line fall.</summary>
/// <threadsafety>Safe for use by several threads; its lock holds no foreign code.</threadsafety>
internal sealed class SpendHistory
{
    internal static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
    private const int MostPoints = 121;

    // The rate of now: long enough for a steady number, short enough to show what has begun.
    private static readonly TimeSpan RateSpan = TimeSpan.FromMinutes(10);

    private readonly object _sync = new();
    private readonly Queue<Point> _points = new();
    private Point _last;

    /// <summary>Notes what is spent now.</summary>
    internal void Add(in BudgetReport report, DateTimeOffset at)
    {
        lock (_sync)
        {
            _last = _points.Count == 0 ? new Point(at, 0m, report.Spent, report.Resets) : NextNeedsLock(report, at);
            _points.Enqueue(_last);
            while (_points.Count > MostPoints || at - _points.Peek().At > TimeSpan.FromHours(1) + Step)
                _points.Dequeue();
        }
    }

    /// <summary>The spend since the first point, at each point and now; empty before there is a point.</summary>
    internal IReadOnlyList<(DateTimeOffset At, decimal Spent)> Line(in BudgetReport report, DateTimeOffset now)
    {
        lock (_sync)
        {
            if (_points.Count == 0)
                return [];
            var first = _points.Peek().Total;
            return [.. _points.Append(NextNeedsLock(report, now)).Select(point => (point.At, point.Total - first))];
        }
    }

    /// <summary>The spend per hour, by the last ten minutes; null before a minute has been seen.</summary>
    internal decimal? RatePerHour(in BudgetReport report, DateTimeOffset now)
    {
        lock (_sync)
        {
            if (_points.Count == 0)
                return null;
            var from = _points.First(point => now - point.At <= RateSpan || point == _last);
            var elapsed = now - from.At;
            if (elapsed < TimeSpan.FromMinutes(1))
                return null;

            // A rate is an estimate, so it need not be exact; and a double does not overflow.
            var grown = (double)NextNeedsLock(report, now).Total - (double)from.Total;
            return (decimal)Math.Clamp(grown / elapsed.TotalHours, 0d, 1e25);
        }
    }

    private Point NextNeedsLock(in BudgetReport report, DateTimeOffset at)
    {
        var grown = report.Resets == _last.Resets ? report.Spent - _last.Spent : report.Spent;
        try
        {
            return new Point(at, _last.Total + grown, report.Spent, report.Resets);
        }
        catch (OverflowException)
        {
            return new Point(at, _last.Total, report.Spent, report.Resets);
        }
    }

    private readonly record struct Point(DateTimeOffset At, decimal Total, decimal Spent, int Resets);
}
