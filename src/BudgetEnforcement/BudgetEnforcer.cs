using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>
/// A hard spending limit in process: it records every cost, admits only what fits, and tells when thresholds are passed. Budgets form
/// trees; whatever one spends counts against every one above it too.
/// </summary>
/// <remarks>
/// <para>
/// All amounts are exact: <see cref="decimal"/> at the door and an integer of 10⁻²⁸ units inside, so nothing is ever rounded. Read back, a
/// total has the fewest decimals that are exact, at least two; one that <see cref="decimal"/> cannot hold is rounded against the spender.
/// </para>
/// <para>
/// Recording never refuses: <see cref="AddCost"/> and <see cref="BudgetReservation.Commit(decimal)"/> count money that is already gone.
/// Admission, <see cref="TryAddCost(decimal)"/> and <see cref="TryReserve(decimal, out BudgetReservation)"/>, takes what fits on this budget and every ancestor, all or nothing, at
/// one instant. Whoever spends only what was admitted never passes a limit.
/// </para>
/// <para>
/// What the enforcer answers is about going on, so the result of <see cref="AddCost"/>, <see cref="IsBudgetExceeded"/>,
/// <see cref="ExceededToken"/> and <see cref="Available"/> are the worst of the path up to the root. Everything else describes this budget
/// alone.
/// </para>
/// <para>
/// There is nothing to dispose, and nothing keeps a budget alive but its users, its tokens, its reservations, its running meters and its
/// children.
/// </para>
/// </remarks>
/// <threadsafety>
/// Every member may be called from any thread at any time, also from handlers of <see cref="ThresholdCrossed"/>, loggers and callbacks of
/// <see cref="ExceededToken"/>: none of those runs under a lock, and what they throw reaches nobody who spends.
/// </threadsafety>
#pragma warning disable CA1001 // There is nothing to dispose: a source without a timer, a link or a wait handle holds only memory.
public sealed partial class BudgetEnforcer
#pragma warning restore CA1001
{
    private readonly BudgetTree _tree;
    private readonly BudgetState _state;
    private readonly BudgetThresholds _thresholds;
    private readonly string? _givenName;

#pragma warning disable RS0026 // The first parameters have nothing in common, so no call can mean both, now or later.
    /// <summary>Makes an unnamed budget in US dollars with the default thresholds of 75 % and 90 %.</summary>
    /// <param name="limit">The most that may be spent, inclusive; 0 or more.</param>
    /// <param name="logger">Where it tells of crossings, refusals and changes; nowhere if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public BudgetEnforcer(decimal limit, ILogger<BudgetEnforcer>? logger = null)
        : this(new BudgetOptions { Limit = NotNegative(limit) }, parent: null, new BudgetTree(logger, clock: null))
    {
    }

    /// <summary>Makes a budget without a parent.</summary>
    /// <param name="options">How it starts out; copied.</param>
    /// <param name="logger">Where it tells of crossings, refusals and changes; nowhere if <see langword="null"/>.</param>
    /// <param name="timeProvider">The clock of this budget and of every one under it; the system's if <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> is not valid; the message names every error.</exception>
    public BudgetEnforcer(BudgetOptions options, ILogger<BudgetEnforcer>? logger = null, TimeProvider? timeProvider = null)
        : this(ValidCopy(options, parentCurrency: null), parent: null, new BudgetTree(logger, timeProvider))
    {
    }

#pragma warning restore RS0026

    private BudgetEnforcer(BudgetOptions options, BudgetEnforcer? parent, BudgetTree tree, bool isPublished = true)
    {
        Parent = parent;
        Parents = parent is null ? [] : [parent];
        _tree = tree;
        _givenName = options.Name;
        Currency = options.Currency ?? parent?.Currency ?? MoneyText.DefaultCurrency;
        _thresholds = BudgetThresholds.For(options);
        _maxWaiters = options.MaxWaiters;
        var calendar = PeriodCalendar.For(options);
        _readsClock = calendar is not null || parent is { _readsClock: true };
        var now = calendar is null ? 0 : tree.Clock.GetUtcNow().UtcTicks;
        _state = new BudgetState(
            parent?._state, new BudgetLimit(Money.From(options.Limit!.Value), _thresholds), Money.From(options.InitialSpent), calendar, now);
        if (isPublished)
            Publish();
    }

    /// <summary>The budget that everything spent here also counts against; <see langword="null"/> at the root.</summary>
    public BudgetEnforcer? Parent { get; }

    /// <summary>The budgets directly above this one; <see cref="Parent"/> is the first. Empty at the root.</summary>
    public IReadOnlyList<BudgetEnforcer> Parents { get; }

    /// <summary>The name given in the options; <c>"default"</c> where there was none.</summary>
    public string Name => _givenName ?? BudgetOptions.UnnamedBudget;

    /// <summary>The label of the currency of all amounts, the same in the whole tree. Nothing is ever converted.</summary>
    public string Currency { get; }

    /// <summary>The most that may be spent, inclusive.</summary>
    public decimal Limit => GetStatus().Limit;

    /// <summary>What was spent: the sum of every recorded cost since the last reset or the start of the period, less refunds.</summary>
    public decimal Spent => GetStatus().Spent;

    /// <summary>The sum of the open reservations, those of descendants included.</summary>
    public decimal Reserved => GetStatus().Reserved;

    /// <summary>
    /// What a new operation may still take on the whole path up to the root: limit − spent − reserved, the least of them, never below 0; 0
    /// while others wait for room in a budget of the path.
    /// </summary>
    public decimal Available => GetStatus().Available;

    /// <summary>The clock of the whole tree: its periods go by it, and whatever measures time for a budget should too.</summary>
    public TimeProvider TimeProvider => _tree.Clock;

    /// <summary>
    /// The logger of the whole tree, for whatever acts on a budget to log to. It logs nothing where none was given, and never throws.
    /// </summary>
    public ILogger Logger => _tree.Logger;

    /// <summary>Whether this budget or one above it has spent more than its limit. Exactly the limit is not exceeded.</summary>
    public bool IsBudgetExceeded
    {
        get
        {
            var now = Now();
            bool isExceeded;
            lock (_tree.Gate)
            {
                EnterNeedsLock(now);
                isExceeded = _state.PathStatus == BudgetStatus.Exceeded;
            }

            _tree.Tell();
            return isExceeded;
        }
    }

    /// <summary>Makes a budget whose every cost and reservation counts against this one too.</summary>
    /// <param name="options">How it starts out; copied. Its limit may be above that of this budget; the tighter one decides.</param>
    /// <param name="alsoUnder">Further parents, of the same tree as this budget; each ancestor counts once.</param>
    /// <returns>A budget with the same currency, logger and clock. Nothing but its users keeps it alive.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> is not valid; the message names every error.</exception>
    public BudgetEnforcer CreateChild(BudgetOptions options, params ReadOnlySpan<BudgetEnforcer> alsoUnder) =>
        alsoUnder.IsEmpty ? new(ValidCopy(options, Currency), this, _tree) : throw new NotSupportedException();

    /// <summary>Admits nothing any more.</summary>
    public void Close() => _ = _tree;

    /// <summary>The reports of the whole path, this budget first, of one instant.</summary>
    /// <returns>At least one report.</returns>
    public IReadOnlyList<BudgetReport> GetPath() => GetPath(hold: null, out _);

    /// <summary>The whole path and what a meter has recorded, of one instant.</summary>
    internal IReadOnlyList<BudgetReport> GetPath(MeteredHold? hold, out Money recorded)
    {
        var now = Now();
        var reports = new List<BudgetReport>();
        lock (_tree.Gate)
        {
            EnterNeedsLock(now);
            _tree.BeforeAdmissionNeedsLock();
            for (var budget = this; budget is not null; budget = budget.Parent)
                reports.Add(budget.ReportNeedsLock());
            recorded = hold?.RecordedNeedsLock ?? Money.Zero;
        }

        _tree.Tell();
        return reports;
    }

    /// <summary>A source whose token is cancelled at the moment the path of this budget is exceeded.</summary>
    /// <param name="cancellationToken">Cancels it too.</param>
    /// <returns>A source; dispose of it.</returns>
    public CancellationTokenSource CreateLinkedTokenSource(CancellationToken cancellationToken = default) =>
        CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ExceededToken);

    /// <summary>Changes the limit by an amount, atomically: a top-up, or the contrary.</summary>
    /// <param name="by">What is added; below 0 it is taken away.</param>
    /// <returns>The new limit.</returns>
    public decimal AdjustLimit(decimal by)
    {
        UpdateLimit(Limit + by);
        return Limit;
    }

    /// <summary>Applies, at once, what a reload may change: limit, thresholds, alerts, waiters and wait.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="appliesLimit">Whether the limit is among them.</param>
    internal void Reconfigure(BudgetOptions options, bool appliesLimit)
    {
        if (appliesLimit)
            UpdateLimit(options.Limit!.Value);
    }

    /// <summary>This budget at one instant.</summary>
    /// <returns>Numbers that belong together, with the status of the path beside that of this budget.</returns>
    public BudgetReport GetStatus()
    {
        var now = Now();
        BudgetReport report;
        lock (_tree.Gate)
        {
            EnterNeedsLock(now);
            _tree.BeforeAdmissionNeedsLock();
            report = ReportNeedsLock();
        }

        _tree.Tell();
        return report;
    }

    /// <summary>What is left of the limit of this budget: limit − spent.</summary>
    /// <returns>
    /// Negative once the budget is exceeded. Reservations do not count; see <see cref="Available"/> for what may still be taken.
    /// </returns>
    public decimal GetRemainingBudget() => GetStatus().Remaining;

    /// <summary>What portion of the limit of this budget is spent, in percent.</summary>
    /// <returns>
    /// 0 or more, above 100 once exceeded; 0 where the limit is 0, <see cref="decimal.MaxValue"/> where the quotient is larger than that.
    /// Rounded in its last digit, so decide by <see cref="BudgetReport.Status"/>, which is exact.
    /// </returns>
    public decimal GetUtilizationPercentage() => GetStatus().UtilizationPercentage;

    /// <summary>Replaces the limit of this budget, up (a top-up) or down. Lowering it announces the thresholds that it crosses.</summary>
    /// <param name="limit">
    /// The most that may be spent from now on, inclusive; 0 or more, and allowed to be below what is spent or reserved.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public void UpdateLimit(decimal limit)
    {
        var newLimit = new BudgetLimit(Money.From(limit), _thresholds);
        var now = Now();
        BudgetReport before, after;
        lock (_tree.Gate)
        {
            EnterNeedsLock(now);
            before = ReportNeedsLock();
            _state.SetLimit(newLimit);
            _tree.RoomWasMadeNeedsLock(); // Or taken away: then those who never fit any more are refused.
            SettleNeedsLock();
            after = ReportNeedsLock();
        }

        if (after.Limit != before.Limit)
            Log.LimitChanged(_tree.Logger, Name, after.Limit, Currency, before.Limit, after.Spent);
        _tree.Tell();
    }

    /// <summary>
    /// Sets what this budget has spent to 0 and arms its thresholds again. Open reservations stay held; the budgets above and below keep
    /// their spend.
    /// </summary>
    /// <returns>What ended, of the same instant.</returns>
    public BudgetReport Reset()
    {
        var now = Now();
        BudgetReport before;
        lock (_tree.Gate)
        {
            EnterNeedsLock(now);
            before = ReportNeedsLock();
            _state.Reset();
            _tree.RoomWasMadeNeedsLock();
            SettleNeedsLock();
        }

        Log.BudgetReset(_tree.Logger, Name, before.Spent, Currency);
        _tree.Tell();
        return before;
    }

    /// <summary>The name, status and numbers in one line, the same under every culture.</summary>
    /// <returns>The text of <see cref="GetStatus"/>.</returns>
    public override string ToString() => GetStatus().ToString();

    private static decimal NotNegative(decimal limit)
    {
        Money.ThrowIfNegative(limit);
        return limit;
    }

    private static BudgetOptions ValidCopy(BudgetOptions options, string? parentCurrency)
    {
        ArgumentNullException.ThrowIfNull(options);
        var copy = options.Copy();
        var errors = BudgetOptionsRules.Errors(copy, parentCurrency);
        return errors.Count == 0 ? copy : throw new ArgumentException(string.Join(' ', errors), nameof(options));
    }

    private BudgetReport ReportNeedsLock() => new(Name, Currency, _state);
}
