using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BudgetEnforcement;

/// <summary>
/// Makes the books of budgets follow what a provider billed: it compares what was recorded with what was billed, by label and window of time, and
/// adjusts the budgets by the difference.
/// </summary>
/// <remarks>
/// <para>
/// The reconciler sets an adjustment absolutely and adds nothing: comparing again changes nothing, and if the provider restates a window, a new
/// adjustment replaces the old one. In a shared budget the adjustment is an entry of the ledger, whose key is made of the source, the label and the
/// start of the window; elsewhere this process remembers what it has added. An adjustment counts in the nearest budget of the label that is still in
/// the term of the window, and in all above that one, in their present terms. Where there is no such budget, the reconciler only reports the
/// difference.
/// </para>
/// <para>
/// It always adjusts upward; it adjusts below what was recorded only with <see cref="CostReconcilerOptions.AdjustDown"/>. Costs that were billed
/// under no label, or under one of which nothing was recorded here, are reported and not charged.
/// </para>
/// <para>
/// A reconciler compares only the costs that it was handed with the bill. So each label belongs to one reconciler, and one budget: a process that
/// shares a budget with others gives its calls a label of its own. Two reconcilers that adjust the same label of the same shared budget notice it and
/// stop adjusting it. If a label has costs in several budgets, the budgets above all of them are adjusted.
/// </para>
/// <para>It keeps the costs of the windows that are still compared, by minute, in memory, and their budgets alive.</para>
/// </remarks>
/// <threadsafety>Safe for use by several threads. Comparisons of one reconciler run one after another.</threadsafety>
#pragma warning disable CA1001 // A SemaphoreSlim holds nothing to dispose of until its wait handle is asked for.
public sealed partial class CostReconciler
#pragma warning restore CA1001
{
    private readonly IBilledCostSource _source;
    private readonly CostReconcilerOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ReconciliationTelemetry _telemetry;
    private readonly RecordedCosts _recorded;
    private readonly DriftSeries _drift;
    private readonly SemaphoreSlim _turn = new(1, 1);

    // How far windows are final. Measured time bounds it, so that a clock that jumps ahead for a moment makes nothing final.
    private long _finalUntil;
    private long _finalAt;

    /// <summary>Makes a reconciler. It compares what is recorded from now on, or since <see cref="CostReconcilerOptions.From"/>.</summary>
    /// <param name="source">Tells what was billed.</param>
    /// <param name="options">How to compare; the defaults if <see langword="null"/>.</param>
    /// <param name="logger">Gets the logs of adjustments and of drift; nothing is logged if <see langword="null"/>.</param>
    /// <param name="timeProvider">The clock; the system's if <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A value in <paramref name="options"/> is not valid; the message names it.</exception>
    public CostReconciler(IBilledCostSource source, CostReconcilerOptions? options = null, ILogger<CostReconciler>? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _options = (options ?? new CostReconcilerOptions()).ValidCopy(nameof(options));
        _timeProvider = timeProvider ?? TimeProvider.System;
        _telemetry = new ReconciliationTelemetry(_options.SourceName, new SafeLogger(logger ?? NullLogger<CostReconciler>.Instance));
        var now = _timeProvider.GetUtcNow();
        if (_options.From < now - CostReconcilerOptions.LongestPast)
            throw new ArgumentOutOfRangeException(nameof(options), _options.From, "From must not be more than 366 days ago.");
        var from = _options.From is { } first ? UtcMinute.AtOrAfter(first) : UtcMinute.Of(now) + 1;
        _recorded = new RecordedCosts(from, UtcMinute.In(_options.Window));
        (_finalUntil, _finalAt) = (UtcMinute.Of(now) - UtcMinute.In(_options.SettleAfter + _options.RestateFor), _timeProvider.GetTimestamp());
        _drift = new DriftSeries(_options.SourceName);
        DriftMetric.Publish(_drift);
    }

    /// <summary>Notes a cost that a budget has recorded, to compare it with the bill. It charges nothing.</summary>
    /// <param name="budget">The budget that recorded it, the lowest one.</param>
    /// <param name="label">
    /// The label under which the provider bills it, such as that of the <see cref="BudgetScope"/>; any text, compared ordinally. A cost without one
    /// (<see langword="null"/>) is compared, and never adjusted.
    /// </param>
    /// <param name="cost">
    /// What was recorded, in the currency of the budget; below 0 for a refund. With 0, costs that are billed under the label belong to the budget
    /// too.
    /// </param>
    /// <param name="at">
    /// When the provider counts it, as a rule at the end of a call. A cost is left out if its window is not compared any more, or if it was before
    /// the first window.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="budget"/> is <see langword="null"/>.</exception>
    public void Record(BudgetEnforcer budget, string? label, decimal cost, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(budget);
        _recorded.Record(budget, label, MoneyBalance.From(cost), UtcMinute.Of(at), NowOr(at));
    }

    /// <summary>Compares what is settled once, and adjusts the books.</summary>
    /// <param name="cancellationToken">Gives up waiting for the provider or a ledger. Adjustments that were made stay.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="InvalidOperationException">The source gave no answer, <see langword="null"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <remarks>
    /// An exception of the source passes through, before anything is adjusted. A ledger that does not answer holds up its own budgets only, with the
    /// outcome <see cref="ReconciliationOutcome.Unavailable"/>.
    /// </remarks>
    public async Task<ReconciliationReport> ReconcileAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = _timeProvider.GetUtcNow();
            var settled = UtcMinute.Of(now) - UtcMinute.In(_options.SettleAfter);
            var budgets = _recorded.Budgets();
            var ledgers = new LedgerTerms(_telemetry);
            var starts = await ledgers.ReadAsync(budgets, cancellationToken).ConfigureAwait(false);
            BudgetSight[] sights = [.. BudgetTerms.Look(budgets)];
            _recorded.NoteTerms(sights, starts, now);
            var due = _recorded.Due(settled);
            var bills = await ReadBillsAsync(due, cancellationToken).ConfigureAwait(false);
            var adjuster = new WindowAdjuster(_options, _telemetry, ledgers, sights.ToDictionary(static sight => sight.Budget, static sight => sight.Resets));
            var report = new ReconciliationReport(UtcMinute.Start(settled), await AdjustAsync(adjuster, due, bills, cancellationToken).ConfigureAwait(false));
            _recorded.Forget(TakeFinal(settled));
            _drift.Set(report.Costs);
            return report;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Settles a lost node by what was billed for it: the ledger records what the node spent beyond its last report, and frees what it held.
    /// </summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="nodeId">The node, from <see cref="BudgetLedger.GetNodesAsync"/>; it must be in doubt.</param>
    /// <param name="labels">
    /// Every label under which the node alone has spent, such as its <see cref="BudgetLedger.NodeId"/>, with the name of the shared budget that it
    /// spent from. A budget above gets what those beneath it get.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the provider or the ledger.</param>
    /// <returns>The budgets of which the node held something or had spent, as they stand now.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="ledger"/> or <paramref name="labels"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// The node is not in doubt, or was seen less than <see cref="CostReconcilerOptions.SettleAfter"/> ago; or something was billed without a label
    /// since, which may be the node's; or the node holds something of a budget for which no label is given; or the source gave no answer,
    /// <see langword="null"/>.
    /// </exception>
    /// <exception cref="BudgetLedgerException">The ledger has no such node or budget, or the store failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <remarks>
    /// The spend of the node is never taken to be below what the node last reported. What reconcilers of the same source have set for these labels is
    /// taken off. An exception of the source passes through, before anything is settled.
    /// </remarks>
    public async Task<IReadOnlyList<LedgerBudgetInfo>> SettleNodeAsync(
        BudgetLedger ledger, Guid nodeId, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(labels);
        var settled = UtcMinute.Of(_timeProvider.GetUtcNow()) - UtcMinute.In(_options.SettleAfter);
        var spend = await LostNodeSpend.ReadAsync(ledger, _options.SourceName, nodeId, labels, UtcMinute.Start(settled), cancellationToken).ConfigureAwait(false);
        var bills = new Dictionary<DateTimeOffset, Bill>();
        foreach (var from in spend.Starts)
            bills[from] = await BillAsync(from, spend.Until, cancellationToken).ConfigureAwait(false);
        return await ledger.SettleAsync(nodeId, spend.TruthOf(bills), cancellationToken).ConfigureAwait(false);
    }

    // A failure of the clock must not lose a cost.
    private DateTimeOffset NowOr(DateTimeOffset at)
    {
        try
        {
            return _timeProvider.GetUtcNow();
        }
#pragma warning disable CA1031 // The clock is foreign code.
        catch
#pragma warning restore CA1031
        {
            return at;
        }
    }

    /// <summary>Takes the minute until which windows are final. It goes on no faster than time passes.</summary>
    private long TakeFinal(long settled)
    {
        var at = _timeProvider.GetTimestamp();
        var passed = _timeProvider.GetElapsedTime(_finalAt, at);
        var most = _finalUntil + (long)Math.Ceiling(passed.TotalMinutes) + 1;
        (_finalUntil, _finalAt) = (Math.Max(_finalUntil, Math.Min(settled - UtcMinute.In(_options.RestateFor), most)), at);
        return _finalUntil;
    }

    // Read all bills before anything is adjusted.
    private async Task<Dictionary<(long From, long To), Bill>> ReadBillsAsync(List<CostComparison> due, CancellationToken cancellationToken)
    {
        var bills = new Dictionary<(long From, long To), Bill>();
        foreach (var range in due.Select(static comparison => (comparison.Window.From, comparison.To)).Distinct())
            bills.Add(range, await BillAsync(UtcMinute.Start(range.From), UtcMinute.Start(range.To), cancellationToken).ConfigureAwait(false));
        return bills;
    }

    private async Task<Bill> BillAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => new(
        await _source.GetAsync(from, to, cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false) // The source may ignore its token.
        ?? throw new InvalidOperationException($"{_options.SourceName} gave no answer, null."));

    private async Task<IReadOnlyList<ReconciledCost>> AdjustAsync(
        WindowAdjuster adjuster, List<CostComparison> due, Dictionary<(long From, long To), Bill> bills, CancellationToken cancellationToken)
    {
        var costs = new List<ReconciledCost>();
        var known = due.Select(static comparison => comparison.Label).Where(static label => label is not null).ToHashSet(StringComparer.Ordinal);
        foreach (var comparison in due)
        {
            var bill = bills[(comparison.Window.From, comparison.To)];
            var amount = bill.AmountOf(comparison.Label);
            var outcome = await adjuster.AdjustAsync(comparison, amount, cancellationToken).ConfigureAwait(false);
            var cost = comparison.ToResult(amount, outcome);
            if (!comparison.Recorded.IsZero || !amount.IsZero || !comparison.Window.Adjustment.IsZero)
                costs.Add(cost);
            _telemetry.Compared(comparison.Window, cost);
            if (comparison.Label is null)
                costs.AddRange(OfUnknownLabels(comparison, bill, known));
        }

        return [.. costs.OrderBy(static cost => cost.From).ThenBy(static cost => cost.Label, StringComparer.Ordinal)];
    }

    private List<ReconciledCost> OfUnknownLabels(CostComparison comparison, Bill bill, HashSet<string?> known)
    {
        List<ReconciledCost> unknown =
        [
            .. bill.Labels.Where(label => !known.Contains(label)).Select(label => new ReconciledCost
            {
                Label = label,
                From = comparison.From,
                To = comparison.Until,
                Billed = bill.AmountOf(label).ToDecimal(),
                Drift = bill.AmountOf(label).DriftOf(MoneyBalance.Zero),
                Outcome = ReconciliationOutcome.NoBudget,
            }),
        ];
        _telemetry.FoundUnknownLabels(comparison, unknown);
        return unknown;
    }
}
