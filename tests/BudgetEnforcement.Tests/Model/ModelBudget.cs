using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>The numbers of one budget in units of 10⁻²⁸, and what follows from them by the contract: no next trigger, nothing shared.</summary>
internal sealed class ModelBudget
{
    private readonly BigInteger _first;
    private readonly BigInteger _second;
    private readonly BudgetPeriod _period;
    private BudgetStatus _told;

    internal ModelBudget(ModelBudget? parent, string name, in Beginning beginning, DateTimeOffset now)
    {
        Path = parent is null ? [this] : [this, .. parent.Path];
        Name = name;
        MaxWaiters = beginning.MaxWaiters;
        Limit = Exact.Of(beginning.Limit);
        Spent = Exact.Of(beginning.Spent);
        _first = Exact.Of(beginning.Thresholds.First);
        _second = Exact.Of(beginning.Thresholds.Second);
        _period = beginning.Period;
        _told = Status;
        PeriodEnd = EndAfter(now);
    }

    /// <summary>This budget and every one above it.</summary>
    internal ModelBudget[] Path { get; }

    internal string Name { get; }

    internal int MaxWaiters { get; }

    internal BigInteger Limit { get; private set; }

    internal BigInteger Spent { get; private set; }

    internal BigInteger Reserved { get; private set; }

    internal BigInteger Overage { get; private set; }

    internal int OpenReservations { get; private set; }

    internal int Resets { get; private set; }

    internal DateTimeOffset? PeriodEnd { get; private set; }

    /// <summary>The next one on the path.</summary>
    internal DateTimeOffset? NextPeriodEnd => Path.Min(static budget => budget.PeriodEnd);

    /// <summary>Every crossing that was to be told: the threshold, and the spend and the limit at that instant.</summary>
    internal List<(BudgetStatus Status, BigInteger Spent, BigInteger Limit)> Told { get; } = [];

    /// <summary>Grows with every change of this budget.</summary>
    internal int Changes { get; private set; }

    internal BigInteger Room => Limit - Spent - Reserved;

    internal BudgetStatus Status => StatusAt(Spent);

    internal BudgetStatus PathStatus => Path.Max(static budget => budget.Status);

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

    /// <summary>Whether totals of 192 bits can count the cost on the whole path, once what is held for it is freed.</summary>
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

    internal void BeginPeriodIfDue(DateTimeOffset now)
    {
        if (!(PeriodEnd <= now))
            return;
        PeriodEnd = EndAfter(now);
        Reset();
    }

    // Tells what is reached and was not before; what is not reached any more is armed again.
    private void Changed()
    {
        Changes++;
        var status = Status;
        for (var reached = _told + 1; reached <= status; reached++)
        {
            if (!Limit.IsZero || reached == BudgetStatus.Exceeded)
                Told.Add((reached, Spent, Limit));
        }

        _told = status;
    }

    private BigInteger SmallestReaching(BigInteger threshold) => (Limit * threshold + Exact.One - 1) / Exact.One;

    private DateTimeOffset? EndAfter(DateTimeOffset now)
    {
        if (_period == BudgetPeriod.None)
            return null;
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1);
        while ((_period == BudgetPeriod.Weekly && midnight.DayOfWeek != DayOfWeek.Monday) || (_period == BudgetPeriod.Monthly && midnight.Day != 1))
            midnight = midnight.AddDays(1);
        return midnight;
    }
}
