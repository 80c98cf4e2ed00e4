namespace BudgetEnforcement;

/// <content>Thresholds that are passed, and who hears of it.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>
    /// Tells that the spend of this budget passed a threshold, or one of <see cref="BudgetOptions.AlertAt"/>, upwards: once per crossing, in
    /// the order in which they happened. Where one cost passes several of them each is told by itself, in ascending order.
    /// </summary>
    /// <remarks>
    /// It is raised after the cost is recorded, outside every lock: on the thread of the spender, before its call returns, where nothing else
    /// of this budget is being told; otherwise from the thread pool. The sender is the budget that crossed. A handler may call anything; what
    /// it spends is recorded at once, and what that crosses is told when it has returned. If it throws, that is logged and the other handlers
    /// still run. If it never returns, nothing more of this budget is told, and everything else goes on.
    /// </remarks>
    public event EventHandler<BudgetThresholdCrossedEventArgs>? ThresholdCrossed
    {
        add
        {
            lock (_tree.Gate)
                ExtrasNeedsLock.ThresholdCrossed += value;
        }

        remove
        {
            lock (_tree.Gate)
                ExtrasNeedsLock.ThresholdCrossed -= value;
        }
    }

    /// <summary>
    /// Tells that a period of this budget ended, with the budget as it was just before its spend started again from 0. It comes with the next
    /// use of the budget, or when a waiter or a meter needs the new period; not with <see cref="Reset"/>.
    /// </summary>
    /// <remarks>Handlers are called as those of <see cref="ThresholdCrossed"/> are.</remarks>
    public event EventHandler<BudgetPeriodEndedEventArgs>? PeriodEnded
    {
        add
        {
            lock (_tree.Gate)
                ExtrasNeedsLock.PeriodEnded += value;
        }

        remove
        {
            lock (_tree.Gate)
                ExtrasNeedsLock.PeriodEnded -= value;
        }
    }

    internal EventHandler<BudgetThresholdCrossedEventArgs>? ThresholdCrossedHandlers => Volatile.Read(ref _extras)?.ThresholdCrossed;

    internal EventHandler<BudgetPeriodEndedEventArgs>? PeriodEndedHandlers => Volatile.Read(ref _extras)?.PeriodEnded;

    /// <summary>
    /// Brings the path in line with its spend, marks the tokens of what is exceeded now, and announces what rose: in one pass, however many
    /// budgets crossed.
    /// </summary>
    /// <param name="logCause">Logs the cost that did it, before the first of what it did.</param>
    /// <returns>Whether anything is announced.</returns>
    private bool AnnounceCrossingsNeedsLock(Action<Telemetry>? logCause = null)
    {
        _state.ArmTriggers();
        List<Rise>? risen = null;
        var place = 0;
        foreach (var state in _state.Path)
        {
            if (state.AcknowledgeRise(out var from, out var to))
                (risen ??= []).Add(new Rise(place, from, to));
            place++;
        }

        return risen is not null && AnnounceNeedsLock(risen, logCause);
    }

    private bool AnnounceNeedsLock(List<Rise> risen, Action<Telemetry>? logCause)
    {
        var isAnnounced = false;
        var path = _state.Path.ToList();
        var reports = ReportsNeedsLock(path); // Of the whole path: each report of a deep tree is made from the next one above.
        var exceeded = new List<BudgetEnforcer>();
        foreach (var (place, from, to) in risen)
        {
            var budget = (BudgetEnforcer)path[place].Owner!;
            for (var rank = from + 1; rank <= to; rank++)
            {
                if (path[place].MarkAt(rank, budget._thresholds) is not { } mark)
                    continue;
                budget.AnnounceNeedsLock(new CrossingAnnouncement(mark, reports[place], isAnnounced ? null : logCause));
                isAnnounced = true;
            }

            if (reports[place].IsExceeded)
                exceeded.Add(budget);
        }

        CancelTokensNeedsLock(exceeded);
        return isAnnounced;
    }

    private void AnnounceNeedsLock(Announcement announcement) =>
        _tree.AnnounceNeedsLock(_state, ExtrasNeedsLock.Telling ??= new BudgetTelling(this, _tree), announcement);

    private void LogNeedsLock(Action<Telemetry> log)
    {
        if (_tree.IsLogging)
            AnnounceNeedsLock(new LogAnnouncement(log));
    }

    /// <summary>A budget reached further marks.</summary>
    /// <param name="Place">Its place on the path.</param>
    /// <param name="From">The last mark that was told.</param>
    /// <param name="To">The last mark that is reached.</param>
    private readonly record struct Rise(int Place, int From, int To);
}
