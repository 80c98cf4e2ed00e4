using System.Globalization;

namespace BudgetEnforcement.Tests;

/// <summary>One call of a thread; the numbers are taken modulo what there is.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Budget">To which budget.</param>
/// <param name="Pick">With which reservation, wait or meter.</param>
/// <param name="Amount">With how much; for how many seconds; at what rate a second.</param>
/// <param name="Next">How much a renewal holds next.</param>
/// <param name="Before">How long the thread pauses before it.</param>
/// <param name="Inside">How long foreign code pauses that the call runs outside the lock: the clock, the logger, a handler of crossings.</param>
internal readonly record struct ParallelCall(
    ParallelCallKind Kind, int Budget, int Pick, decimal Amount, decimal Next, ParallelPause Before, ParallelPause Inside)
{
    public override string ToString()
    {
        var what = Kind switch
        {
            ParallelCallKind.AddCost or ParallelCallKind.TryAddCost or ParallelCallKind.TryReserve or ParallelCallKind.Reserve
                or ParallelCallKind.ReserveAsync or ParallelCallKind.Refund or ParallelCallKind.TryRefund or ParallelCallKind.UpdateLimit or ParallelCallKind.TryAddCostChecked
                or ParallelCallKind.Check => string.Create(CultureInfo.InvariantCulture, $"budget {Budget}: {Kind}({Amount})"),
            ParallelCallKind.AdjustLimit => string.Create(CultureInfo.InvariantCulture, $"budget {Budget}: {Kind}({(Pick % 2 == 0 ? Amount : -Amount)})"),
            ParallelCallKind.PassTime => string.Create(CultureInfo.InvariantCulture, $"{Amount} seconds pass"),
            ParallelCallKind.Commit or ParallelCallKind.ChangeRate => string.Create(CultureInfo.InvariantCulture, $"pick {Pick}: {Kind}({Amount})"),
            ParallelCallKind.Renew => string.Create(CultureInfo.InvariantCulture, $"pick {Pick}: {Kind}({Amount}, {Next})"),
            ParallelCallKind.CommitWhole or ParallelCallKind.Release or ParallelCallKind.Amount
                or ParallelCallKind.CancelWait or ParallelCallKind.PauseMeter or ParallelCallKind.ResumeMeter => $"pick {Pick}: {Kind}",
            _ => $"budget {Budget}: {Kind}",
        };
        return $"{what}{Before.Text(" after")}{Inside.Text(" with")}";
    }
}
