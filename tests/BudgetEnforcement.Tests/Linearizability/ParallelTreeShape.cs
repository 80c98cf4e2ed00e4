using System.Globalization;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests;

/// <summary>
/// A small tree as it is before anything happens: a root 0, its child 1, the grandchild 2 under that, and perhaps a second child 3, and a budget 4 under both children.
/// </summary>
/// <param name="Limits">One limit a budget; their number is that of the budgets.</param>
/// <param name="MaxWaiters">How many may wait on each budget.</param>
/// <param name="Meters">How many meters run, one on the grandchild, the next on its parent, and so on.</param>
/// <param name="ReadsClock">Whether the root has a period, so that every call reads the clock before the lock.</param>
/// <param name="LogLevel">From which level on the logger is enabled.</param>
internal sealed record ParallelTreeShape(decimal[] Limits, int MaxWaiters, int Meters, bool ReadsClock, LogLevel LogLevel)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"0 ({Limits[0]}) > 1 ({Limits[1]}) > 2 ({Limits[2]}){(Limits.Length > 3 ? $"; 0 > 3 ({Limits[3]})" : string.Empty)}{(Limits.Length > 4 ? $"; 1 and 3 > 4 ({Limits[4]})" : string.Empty)}, {MaxWaiters} may wait, {Meters} meters,"
        + $"{(ReadsClock ? " a period," : string.Empty)} logs from {LogLevel}");
}
