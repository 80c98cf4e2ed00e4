namespace BudgetEnforcement.Demo.Ledgers;

/// <summary>
/// Bills the time of a machine to the process on it, a tenth of a second ahead, so a kill leaves a bill of what the process cost, and no less.
/// </summary>
/// <remarks>
/// The time since the bill was made counts. The bill is never below what the budget has recorded, and never above what it has recorded or holds for
/// this process; when nothing is held any more the two agree.
/// </remarks>
internal sealed class MachineBill : IAsyncDisposable
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(100);

    private readonly Bill _bill;
    private readonly BudgetEnforcer _budget;
    private readonly Func<TimeSpan, decimal> _costOf;
    private readonly long _start;
    private readonly PeriodicTimer _timer = new(Ahead / 2);
    private readonly Task _writing;

    /// <param name="bill">The bill to write to. It stays open.</param>
    /// <param name="budget">The budget that pays.</param>
    /// <param name="costOf">The cost of a time of the machine.</param>
    internal MachineBill(Bill bill, BudgetEnforcer budget, Func<TimeSpan, decimal> costOf)
    {
        _bill = bill;
        _budget = budget;
        _costOf = costOf;
        _start = budget.TimeProvider.GetTimestamp();
        Write();
        _writing = KeepWritingAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _writing.ConfigureAwait(false);
        Write();
    }

    private async Task KeepWritingAsync()
    {
        while (await _timer.WaitForNextTickAsync().ConfigureAwait(false))
            Write();
    }

    private void Write()
    {
        var report = _budget.GetStatus();
        var recorded = report.OwnSpent ?? report.Spent;
        var byTime = _costOf(_budget.TimeProvider.GetElapsedTime(_start) + Ahead);
        _bill.SetTotal(Math.Clamp(byTime, recorded, recorded + report.Reserved));
    }
}
