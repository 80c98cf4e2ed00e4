namespace BudgetEnforcement;

/// <content>The crossing of thresholds: what follows from it, and the event.</content>
public sealed partial class BudgetEnforcer
{
    /// <summary>
    /// Raised when the spend of this budget passed a threshold, or one of <see cref="BudgetOptions.AlertAt"/>, upwards: once per crossing,
    /// in the order in which they happened. Where one cost passes several of them, the event is raised for each, in ascending order.
    /// </summary>
    /// <remarks>
    /// It is raised after the cost is recorded, outside every lock: on the thread of the spender, before its call returns, where nothing else of
    /// this budget is being announced; otherwise, and always for a shared budget, from the thread pool. The sender is the budget that crossed. A
    /// handler may call anything; what it spends is recorded at once, and the crossings of that are announced when the handler has returned. If
    /// it throws, that is logged and the other handlers still run. If it never returns, the call that it runs in does not either, and nothing more
    /// of this budget is announced; all other calls and budgets go on.
    /// </remarks>
    public event EventHandler<BudgetThresholdCrossedEventArgs>? ThresholdCrossed
    {
        add
        {
            using (_tree.Gate.EnterScope())
                ExtrasNeedsLock.ThresholdCrossed += value;
        }

        remove
        {
            using (_tree.Gate.EnterScope())
                ExtrasNeedsLock.ThresholdCrossed -= value;
        }
    }

    internal EventHandler<BudgetThresholdCrossedEventArgs>? ThresholdCrossedHandlers => Volatile.Read(ref _extras)?.ThresholdCrossed;

    /// <summary>
    /// Does what follows from another spend or limit: arms the triggers of the path, cancels the tokens of exceeded budgets, and announces the
    /// marks that the spend has reached.
    /// </summary>
    /// <param name="logCause">Logs the cost that caused the crossings, before the first of them.</param>
    /// <returns>Whether it announced anything.</returns>
    private bool HandleCrossingsNeedsLock(Action<Telemetry>? logCause = null)
    {
        _state.ArmTriggers();
        List<Rise>? risen = null;
        List<BudgetEnforcer>? exceeded = null;
        var place = 0;
        foreach (var state in _state.Path)
        {
            if (state.Slice is not null)
            {
                OnSharedSpendNeedsLock(state); // The ledger decides which process announces what it crosses.
            }
            else if (state.AcknowledgeRise(out var from, out var to))
            {
                (risen ??= []).Add(new Rise(place, from, to));
                if (state.IsExceeded)
                    (exceeded ??= []).Add((BudgetEnforcer)state.Owner!);
            }

            place++;
        }

        if (exceeded is not null)
            CancelTokensNeedsLock(exceeded);
        return risen is not null && AnnounceMarksNeedsLock(risen, logCause);
    }

    /// <summary>Announces the marks that budgets of the path have reached, in one pass however many they are.</summary>
    private bool AnnounceMarksNeedsLock(List<Rise> risen, Action<Telemetry>? logCause)
    {
        var isAnnounced = false;
        var path = _state.Path.ToList();
        var reports = ReportsNeedsLock(path); // The whole path, because each report is computed from the one above it.
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
        }

        return isAnnounced;
    }

    private void AnnounceNeedsLock(Announcement announcement) =>
        _tree.AnnounceNeedsLock(_state, ExtrasNeedsLock.Announcements ??= new AnnouncementQueue(this, _tree), announcement);

    /// <summary>A budget that has reached further marks.</summary>
    /// <param name="Place">Its place on the path.</param>
    /// <param name="From">The last mark that was announced before.</param>
    /// <param name="To">The last mark that is reached now.</param>
    private readonly record struct Rise(int Place, int From, int To);
}
