namespace BudgetEnforcement.Demo.Jobs;

/// <summary>
/// Hands on the crossings of a budget. One that a meter causes is told from the thread pool, so it may come when the job has ended already; a report
/// that comes before it would leave its reader wondering.
/// </summary>
internal sealed class CrossingWatch
{
    // Longer than any thread pool is busy with this program. The report is worth more than a line that does not come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly BudgetEnforcer _budget;
    private volatile BudgetStatus _told;

    /// <param name="budget">The budget whose crossings to tell.</param>
    /// <param name="tell">Called for each crossing.</param>
    internal CrossingWatch(BudgetEnforcer budget, Action<BudgetThresholdCrossedEventArgs> tell)
    {
        _budget = budget;
        _told = budget.GetStatus().Status;
        budget.ThresholdCrossed += (_, crossing) =>
        {
            tell(crossing);
            _told = crossing.Status;
        };
    }

    /// <summary>Waits until all crossings of the budget are told.</summary>
    internal async Task CatchUpAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (_told < _budget.GetStatus().Status && TimeProvider.System.GetElapsedTime(start) < Patience)
            await Task.Delay(Pause).ConfigureAwait(false);
    }
}
