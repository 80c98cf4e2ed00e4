using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <content>What others are told: crossings, the token, the log.</content>
public sealed partial class BudgetEnforcer
{
    private ExceededSource? _exceededSource;
    private WeakList<BudgetEnforcer>? _childrenWithTokens;
    private bool _isKnownToParent;

    /// <summary>
    /// Tells that the spend of this budget passed a threshold upwards: once per crossing, in the order in which they happened in the whole
    /// tree. Where one cost passes several thresholds each is told by itself, in ascending order.
    /// </summary>
    /// <remarks>
    /// It is raised after the cost is recorded, on the thread of the spender or of another spender of the tree, outside every lock. The
    /// sender is the budget that crossed. A handler may call anything; what it spends is recorded at once, and what that crosses is told
    /// when it has returned. If it throws, that is logged and the other handlers still run.
    /// </remarks>
    public event EventHandler<BudgetThresholdCrossedEventArgs>? ThresholdCrossed;

    /// <summary>Tells that a period of this budget ended, with the report of its end.</summary>
    public event EventHandler<BudgetPeriodEndedEventArgs>? PeriodEnded;

    /// <summary>
    /// A token that is cancelled the moment the spend of this budget or one above it passes its limit; exactly at the limit nothing
    /// happens. Whoever spends only what was admitted never sees it cancelled.
    /// </summary>
    /// <remarks>
    /// While the budget is exceeded, a token read here is cancelled already, so it never disagrees with <see cref="IsBudgetExceeded"/>.
    /// When that ends, by a refund, a higher limit or a reset, the next one read is fresh; those handed out before stay cancelled.
    /// Callbacks run on the thread pool.
    /// </remarks>
    public CancellationToken ExceededToken
    {
        get
        {
            var now = Now();
            CancellationToken token;
            lock (_tree.Gate)
            {
                EnterNeedsLock(now);
                token = ExceededTokenNeedsLock();
            }

            _tree.Tell();
            return token;
        }
    }

    internal void Tell(in Announcement announcement)
    {
        var report = announcement.Report;
        if (announcement.Crossed is not { } crossed)
        {
            Log.PeriodEnded(_tree.Logger, Name, report.Spent, report.Limit, Currency);
            PeriodEnded?.Invoke(this, new BudgetPeriodEndedEventArgs(report));
            return;
        }

        if (crossed == BudgetStatus.Exceeded)
            Log.BudgetExceeded(_tree.Logger, Name, report.Spent, report.Limit, Currency, report.UtilizationPercentage);
        else
            Log.ThresholdReached(_tree.Logger, Name, crossed, report.Spent, report.Limit, Currency, report.UtilizationPercentage);

        if (ThresholdCrossed is not { } handlers)
            return;
        var crossing = new BudgetThresholdCrossedEventArgs(crossed, crossed switch { BudgetStatus.Warning75 => _thresholds.Warning75, BudgetStatus.Warning90 => _thresholds.Warning90, _ => null }, report);
        foreach (var handler in handlers.GetInvocationList())
        {
            try
            {
                ((EventHandler<BudgetThresholdCrossedEventArgs>)handler)(this, crossing);
            }
#pragma warning disable CA1031 // Whatever a handler throws, the spender must not see it and the other handlers still run.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.HandlerFailed(_tree.Logger, exception, Name);
            }
        }
    }

    internal void TellCallbackFailed(Exception exception) => Log.CallbackFailed(_tree.Logger, exception, Name);

    private CancellationToken ExceededTokenNeedsLock()
    {
        var isExceeded = _state.PathStatus == BudgetStatus.Exceeded;
        if (_exceededSource is null || (_exceededSource.IsCancellationRequested && !isExceeded))
        {
            if (isExceeded)
                return new CancellationToken(canceled: true);
            _exceededSource = new ExceededSource(this);
            MakeKnownNeedsLock();
        }

        return _exceededSource.Token;
    }

    /// <summary>
    /// Brings the path in line with its spend, marks the tokens of what is exceeded now, and queues what rose to be told.
    /// </summary>
    private void SettleNeedsLock()
    {
        _state.Settle();
        _tree.BeforeAdmissionNeedsLock(); // The reports tell what is available, so it must be known who blocks what.
        for (var budget = this; budget is not null; budget = budget.Parent)
        {
            if (!budget._state.TakeRise(out var from))
                continue;
            var report = budget.ReportNeedsLock();
            for (var status = from + 1; status <= report.Status; status++)
            {
                if (budget._state.Announces(status))
                    _tree.AnnouncementsNeedsLock.Enqueue(new Announcement(budget, status, report));
            }

            if (report.IsExceeded)
                budget.MarkTokensNeedsLock();
        }
    }

    /// <summary>Lets every ancestor find this budget, weakly: no linked sources, so what is dropped is gone.</summary>
    private void MakeKnownNeedsLock()
    {
        for (var budget = this; budget.Parent is { } parent && !budget._isKnownToParent; budget = parent)
        {
            (parent._childrenWithTokens ??= new()).Add(budget);
            budget._isKnownToParent = true;
        }
    }

    private void MarkTokensNeedsLock()
    {
        // Not recursive: a tree may be deeper than a stack.
        var waiting = new Stack<BudgetEnforcer>([this]);
        var children = new List<BudgetEnforcer>();
        while (waiting.TryPop(out var budget))
        {
            budget._exceededSource?.MarkNeedsLock();
            children.Clear();
            budget._childrenWithTokens?.CopyLivingTo(children);
            children.ForEach(waiting.Push);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TellRecorded(decimal amount)
    {
        if (_tree.Logger.IsEnabled(LogLevel.Debug))
            LogRecorded(amount);
        _tree.Tell();
    }

    private void LogRecorded(decimal amount)
    {
        BudgetReport report;
        lock (_tree.Gate)
            report = ReportNeedsLock();
        Log.CostRecorded(_tree.Logger, Name, amount, Currency, report.Spent, report.Limit);
    }

    internal void TellRefused(in BudgetCheck refusal, bool isFirst)
    {
        BudgetMetrics.CountRejection(this, refusal);
        if (isFirst)
        {
            Log.Refused(
                _tree.Logger, Name, refusal.RequiredAmount, Currency, refusal.BudgetName, refusal.Limit, refusal.Spent, refusal.Reserved, refusal.Available);
        }
        else if (_tree.Logger.IsEnabled(LogLevel.Debug))
        {
            // Checked first because the numbers are worth reading only for somebody.
            Log.RefusedAgain(
                _tree.Logger, Name, refusal.RequiredAmount, Currency, refusal.BudgetName, refusal.Limit, refusal.Spent, refusal.Reserved, refusal.Available);
        }
    }
}
