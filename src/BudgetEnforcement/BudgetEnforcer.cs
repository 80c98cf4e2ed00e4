using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>
/// A hard spending limit in process: it records every cost, admits only what fits, and tells when thresholds are passed. Budgets form
/// trees; what one spends counts against every one above it too.
/// </summary>
/// <remarks>
/// <para>
/// All amounts are exact: <see cref="decimal"/> at the door and an integer of 10⁻²⁸ units inside, so nothing is ever rounded. Read back, a
/// total has the fewest decimals that are exact, at least two; one that <see cref="decimal"/> cannot hold is rounded against the spender.
/// </para>
/// <para>
/// Recording never refuses: <see cref="AddCost"/> and <see cref="BudgetReservation.Commit(decimal)"/> count money that is already gone.
/// Admission, <see cref="TryAddCost(decimal)"/> and <see cref="TryReserve(decimal, out BudgetReservation)"/>, takes what fits on this budget
/// and every ancestor, all or nothing, at one instant. An amount of 0 always fits, until the budget is closed. A caller that spends only what
/// was admitted never passes a limit.
/// </para>
/// <para>
/// The result of <see cref="AddCost"/>, <see cref="IsBudgetExceeded"/>, <see cref="ExceededToken"/> and <see cref="Available"/> answer
/// whether work may go on, so they are the worst of the path up to the root. Everything else describes this budget alone.
/// </para>
/// <para>
/// A budget of a <see cref="BudgetLedger"/>, and one below such a budget, may have to ask the store: <see cref="TryAddCost(decimal)"/>,
/// <see cref="TryReserve(decimal, out BudgetReservation)"/> and <see cref="Reserve"/> block for that where what this process holds is too little, for
/// <see cref="BudgetLedgerOptions.AskTimeout"/> at most; in asynchronous code use <see cref="ReserveAsync"/>.
/// </para>
/// <para>
/// There is nothing to dispose, and only its users, its tokens and linked sources, its reservations, its running meters and its children
/// keep a budget alive.
/// </para>
/// </remarks>
/// <threadsafety>
/// Every member may be called from any thread at any time, also from handlers of <see cref="ThresholdCrossed"/>, loggers and callbacks of
/// <see cref="ExceededToken"/>: none of those runs under a lock, and what they throw reaches no spender. However slow they are, they hold up
/// the call that told them, after it has done its work, and the telling of their own budget only.
/// </threadsafety>
public sealed partial class BudgetEnforcer
{
    private readonly BudgetTree _tree;
    private readonly BudgetState _state;
    private readonly string? _givenName;
    private readonly bool _readsClock;
    private BudgetThresholds _thresholds;
    private BudgetEnforcerExtras? _extras;

#pragma warning disable RS0026 // The types of the first parameters are unrelated, so no call is ambiguous, now or later.
    /// <summary>Makes an unnamed budget in US dollars with the default thresholds of 75 % and 90 %.</summary>
    /// <param name="limit">The most that may be spent, inclusive; 0 or more.</param>
    /// <param name="logger">Logs crossings, refusals and changes; nothing is logged if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    public BudgetEnforcer(decimal limit, ILogger<BudgetEnforcer>? logger = null)
        : this(new BudgetOptions { Limit = NotNegative(limit) }, [], new BudgetTree(logger, clock: null))
    {
    }

    /// <summary>Makes a budget without a parent.</summary>
    /// <param name="options">How it starts out; copied.</param>
    /// <param name="logger">Logs crossings, refusals and changes; nothing is logged if <see langword="null"/>.</param>
    /// <param name="timeProvider">The clock of this budget and of every one under it; the system's if <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> is not valid; the message names every error.</exception>
    public BudgetEnforcer(BudgetOptions options, ILogger<BudgetEnforcer>? logger = null, TimeProvider? timeProvider = null)
        : this(ValidCopy(options, parentCurrency: null), [], new BudgetTree(logger, timeProvider))
    {
    }

#pragma warning restore RS0026

    private BudgetEnforcer(BudgetOptions options, ReadOnlySpan<BudgetEnforcer> parents, BudgetTree tree, bool isPublished = true, SharedBudget? shared = null)
    {
        _tree = tree;
        _givenName = ResultInput.Name(options.Name);
        _thresholds = BudgetThresholds.For(options);
        Parent = parents.IsEmpty ? null : parents[0];
        Currency = options.Currency ?? Parent?.Currency ?? MoneyText.DefaultCurrency;
        if (parents.Length > 1 || options.MaxWaiters > 0 || options.MaxWait is not null || shared is not null)
        {
            _extras = new BudgetEnforcerExtras
            {
                Parents = parents.Length > 1 ? parents.ToArray() : null,
                MaxWaiters = options.MaxWaiters,
                MaxWait = options.MaxWait,
                Shared = shared,
            };
        }

        var calendar = shared is null ? PeriodCalendar.For(options) : null; // The store's clock ends the terms of shared budgets.
        _readsClock = calendar is not null;
        var states = new BudgetState[parents.Length];
        for (var i = 0; i < parents.Length; i++)
        {
            states[i] = parents[i]._state;
            _readsClock |= parents[i]._readsClock;
        }

        var now = calendar is null ? 0 : tree.Clock.GetUtcNow().UtcTicks;
        var isOfEarlierPeriod = calendar is not null && options.InitialSpentAt is { } at && calendar.EndAfter(at.UtcTicks) <= now;
        _state = new BudgetState(
            this,
            states,
            new BudgetLimit(Money.From(options.Limit!.Value), _thresholds),
            _thresholds,
            isOfEarlierPeriod || shared is not null ? Money.Zero : Money.From(options.InitialSpent),
            calendar,
            now);
        if (shared is not null)
            _state.Share(new BudgetSlice { Calendar = PeriodCalendar.For(options) });
        if (isPublished)
            Publish();
    }

    /// <summary>
    /// The budget that everything spent here also counts against, the first where there are several; <see langword="null"/> at the root.
    /// </summary>
    public BudgetEnforcer? Parent { get; }

    /// <summary>The budgets directly above this one; <see cref="Parent"/> is the first. Empty at the root.</summary>
    public IReadOnlyList<BudgetEnforcer> Parents => _extras?.Parents ?? (Parent is null ? [] : [Parent]);

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
    /// What a new operation may still take on the whole path up to the root: the least limit − spent − reserved, never below 0; 0 while
    /// others wait for room in a budget of the path, and once one is closed.
    /// </summary>
    public decimal Available => GetStatus().Available;

    /// <summary>The clock of the whole tree. Its periods go by it, and code that measures time for a budget should use it too.</summary>
    public TimeProvider TimeProvider => _tree.Clock;

    /// <summary>
    /// The logger of the whole tree, for code that acts on a budget. It logs nothing where none was given, and never throws.
    /// </summary>
    public ILogger Logger => _tree.Telemetry.Logger;

    /// <summary>The lock of the tree. A test holds it to see which calls wait for it.</summary>
    internal HybridLock Gate => _tree.Gate;

    /// <summary>Whether this budget or one above it has spent more than its limit. Exactly the limit is not exceeded.</summary>
    public bool IsBudgetExceeded
    {
        get
        {
            using (LockTree())
                return _state.PathStatus == BudgetStatus.Exceeded;
        }
    }

    internal BudgetState State => _state;

    /// <summary>The number of waiters on this budget.</summary>
    internal int WaitersNeedsLock
    {
        get => _extras?.Waiters ?? 0;
        set => ExtrasNeedsLock.Waiters = value;
    }

    private BudgetEnforcerExtras ExtrasNeedsLock => _extras ??= new BudgetEnforcerExtras();

    /// <summary>Makes a budget whose every cost and reservation counts against this one too.</summary>
    /// <param name="options">How it starts out; copied. Its limit may be above that of this budget; the tighter one decides.</param>
    /// <param name="alsoUnder">
    /// Further parents, of the same tree as this budget: user × model × organisation. Each ancestor counts a cost once, however many ways
    /// lead to it. With several parents, waiters are served in order of arrival on each budget, but a waiter may starve.
    /// </param>
    /// <returns>A budget with the same currency, logger and clock. This budget does not keep it alive.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="options"/>, or one of <paramref name="alsoUnder"/>, is <see langword="null"/>.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="options"/> is not valid, the message names every error; or one of <paramref name="alsoUnder"/> is of another tree.
    /// </exception>
    public BudgetEnforcer CreateChild(BudgetOptions options, params ReadOnlySpan<BudgetEnforcer> alsoUnder)
    {
        var copy = ValidCopy(options, Currency);
        if (alsoUnder.IsEmpty)
            return new BudgetEnforcer(copy, [this], _tree);

        var parents = new List<BudgetEnforcer> { this };
        foreach (var parent in alsoUnder)
        {
            ArgumentNullException.ThrowIfNull(parent, nameof(alsoUnder));
            if (parent._tree != _tree)
                throw new ArgumentException($"All parents of a budget must be of one tree; '{parent.Name}' has another root than '{Name}'.", nameof(alsoUnder));
            if (!parents.Contains(parent))
                parents.Add(parent);
        }

        return new BudgetEnforcer(copy, parents.ToArray(), _tree);
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
}
