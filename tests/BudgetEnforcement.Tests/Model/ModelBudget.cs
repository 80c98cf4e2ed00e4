using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>The numbers of one budget in units of 10⁻²⁸, and what follows from them by the contract: no next trigger, nothing shared.</summary>
internal sealed class ModelBudget
{
    private readonly BigInteger _first;
    private readonly BigInteger _second;
    private readonly decimal?[] _portions;
    private readonly ModelPeriod? _period;
    private List<decimal?> _reached = [];

    internal ModelBudget(ModelBudget[] parents, string name, in Beginning beginning, DateTimeOffset now)
    {
        // The paths of all parents one after the other. A budget that is there twice keeps its last place, so it comes after all budgets below it.
        var above = parents.SelectMany(static parent => parent.Path).ToArray();
        Path = [this, .. above.Where((budget, place) => Array.LastIndexOf(above, budget) == place)];
        Name = name;
        MaxWaiters = beginning.MaxWaiters;
        MaxWait = beginning.MaxWait;
        Limit = Exact.Of(beginning.Limit);
        Spent = Exact.Of(beginning.Spent);
        _first = Exact.Of(beginning.Thresholds.First);
        _second = Exact.Of(beginning.Thresholds.Second);
        decimal?[] portions = [.. beginning.AlertAt.Append(beginning.Thresholds.First).Append(beginning.Thresholds.Second).Distinct().Order()];
        _portions = [.. portions.Where(static portion => portion <= 1), null, .. portions.Where(static portion => portion > 1)];
        _period = beginning.Period == BudgetPeriod.None ? null : new ModelPeriod(beginning.Period, now);
        _reached = Reached();
    }

    /// <summary>This budget and every one above it.</summary>
    internal ModelBudget[] Path { get; }

    internal string Name { get; }

    internal int MaxWaiters { get; }

    internal TimeSpan? MaxWait { get; }

    internal BigInteger Limit { get; private set; }

    internal BigInteger Spent { get; private set; }

    internal BigInteger Reserved { get; private set; }

    internal BigInteger Overage { get; private set; }

    internal int OpenReservations { get; private set; }

    internal int Resets { get; private set; }

    internal bool IsClosed { get; private set; }

    internal DateTimeOffset? PeriodEnd => _period?.End;

    /// <summary>The first end of a period on the path.</summary>
    internal DateTimeOffset? NextPeriodEnd => Path.Min(static budget => budget.PeriodEnd);

    /// <summary>Every crossing that the budget must tell: the portion of the limit, null for exceeded, and the spend and the limit at that instant.</summary>
    internal List<(BudgetStatus Status, decimal? Portion, BigInteger Spent, BigInteger Limit)> Told { get; } = [];

    /// <summary>The numbers with which each period ended.</summary>
    internal List<(BigInteger Spent, BigInteger Reserved, BigInteger Limit)> Ended { get; } = [];

    /// <summary>Grows with every change of this budget.</summary>
    internal int Changes { get; private set; }

    internal BigInteger Room => Limit - Spent - Reserved;

    internal BudgetStatus Status => StatusAt(Spent);

    internal BudgetStatus PathStatus => Path.Max(static budget => budget.Status);

    internal bool IsPathClosed => Array.Exists(Path, static budget => budget.IsClosed);

    internal BigInteger FirstTrigger => SmallestReaching(_first);

    internal BigInteger SecondTrigger => SmallestReaching(_second);

    internal BudgetStatus StatusAt(BigInteger spent) =>
        spent > Limit ? BudgetStatus.Exceeded
        : Limit.IsZero ? BudgetStatus.Ok
        : spent * Exact.One >= Limit * _second ? BudgetStatus.Warning90
        : spent * Exact.One >= Limit * _first ? BudgetStatus.Warning75
        : BudgetStatus.Ok;

    /// <summary>Whether there is room for the amount on the whole path.</summary>
    internal bool Fits(BigInteger amount) => Array.TrueForAll(Path, budget => amount <= budget.Room);

    /// <summary>Whether the amount is above a limit of the path.</summary>
    internal bool NeverFits(BigInteger amount) => Array.Exists(Path, budget => amount > budget.Limit);

    /// <summary>Whether releases, or the ends of periods, can make room for the amount on the whole path.</summary>
    internal bool HasHopeFor(BigInteger amount) => Array.TrueForAll(Path, budget => budget._period is not null || budget.Spent + amount <= budget.Limit);

    /// <summary>Whether totals of 192 bits can count the cost on the whole path, once the money held for it is freed.</summary>
    internal bool CanCount(BigInteger cost, BigInteger freed) =>
        Array.TrueForAll(Path, budget => budget.Spent + budget.Reserved - freed + cost < Exact.Limit192);

    internal void Spend(BigInteger cost)
    {
        Spent += cost;
        Changed();
    }

    internal void Hold(BigInteger amount, int count)
    {
        Reserved += amount;
        OpenReservations += count;
        Changed();
    }

    internal void Overspend(BigInteger overage)
    {
        Overage = BigInteger.Min(Overage + overage, Exact.Limit192 - 1);
        Changed();
    }

    internal void Reset()
    {
        Spent = 0;
        Resets++;
        Changed();
    }

    internal void UpdateLimit(BigInteger limit)
    {
        Limit = limit;
        Changed();
    }

    internal void Close()
    {
        IsClosed = true;
        Changes++;
    }

    internal void BeginPeriodIfDue(DateTimeOffset now)
    {
        if (_period is null)
            return;
        var before = _period.End;
        if (_period.IsOver(now))
        {
            Ended.Add((Spent, Reserved, Limit));
            _period.Begin(now);
            Reset();
        }

        Changes += _period.End == before ? 0 : 1;
    }

    // Tells the portions that are reached now and were not before, and arms those again that are not reached any more.
    private void Changed()
    {
        Changes++;
        var reached = Reached();
        foreach (var portion in reached.Except(_reached))
        {
            if (!Limit.IsZero || portion is null)
                Told.Add((StatusOf(portion), portion, Spent, Limit));
        }

        _reached = reached;
    }

    // A portion of a limit of 0 means nothing, so the first cost reaches all of them.
    private List<decimal?> Reached() => [.. _portions.Where(portion =>
        Limit.IsZero || portion is null ? Spent > Limit : Spent * Exact.One >= Limit * Exact.Of(portion.Value))];

    private BudgetStatus StatusOf(decimal? portion) =>
        portion is null or > 1 ? BudgetStatus.Exceeded
        : Exact.Of(portion.Value) >= _second ? BudgetStatus.Warning90
        : Exact.Of(portion.Value) >= _first ? BudgetStatus.Warning75
        : BudgetStatus.Ok;

    private BigInteger SmallestReaching(BigInteger threshold) => (Limit * threshold + Exact.One - 1) / Exact.One;
}
