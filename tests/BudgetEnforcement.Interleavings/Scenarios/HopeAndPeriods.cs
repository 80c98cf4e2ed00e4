namespace BudgetEnforcement.Interleavings;

/// <summary>Waiters without hope, and what the end of a period does to waiters and to meters.</summary>
internal static class HopeAndPeriods
{
    private static readonly DateTimeOffset Midnight = new(2024, 10, 31, 0, 0, 0, TimeSpan.Zero);

    internal static IEnumerable<Scenario> All => [LostAgainstRelease, LostAgainstRefund, ChargeAgainstRenewal];

    private static Scenario LostAgainstRelease => new("loss of hope against a release, with a second in line", () =>
    {
        var budget = Waiting();
        var held = budget.Reserve(6m);
        var first = budget.ReserveAsync(9m).AsTask();
        var second = budget.ReserveAsync(5m).AsTask();
        return new Play()
            .Thread(() => Say.Add(budget, 2m))
            .Thread(() => Say.Done(held.Release))
            .End(() => $"{Say.Fate(first)} {Say.Fate(second)}")
            .End(() => Say.Report(budget))
            .Invariant("one is served", () => first.IsCompletedSuccessfully != second.IsCompletedSuccessfully);
    });

    private static Scenario LostAgainstRefund => new("loss of hope against a refund that gives it back", () =>
    {
        var budget = Waiting();
        budget.AddCost(1m);
        var held = budget.Reserve(6m);
        var first = budget.ReserveAsync(9m).AsTask();
        return new Play()
            .Thread(() => Say.Add(budget, 1m), () => Say.Done(held.Release))
            .Thread(() => Say.Done(() => budget.Refund(1m)), () => Say.TryAdd(budget, 3m))
            .End(() => Say.Fate(first))
            .End(() => Say.Report(budget))
            .Invariant("it is served where there is room", () => first.IsCompletedSuccessfully == (budget.Reserved == 9m));
    });

    private static Scenario ChargeAgainstRenewal => new("what a meter holds is charged to the period that ends, against its renewal", () =>
        {
            var clock = new SetClock(Midnight.AddSeconds(-1));
            var budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m, Period = BudgetPeriod.Daily }, logger: null, clock);
            var hold = MeteredHold.TryStart(budget, Money.Zero, Money.From(1m), Midnight.UtcTicks, out _)!;
            var ended = new List<decimal>();
            budget.PeriodEnded += (_, end) => ended.Add(end.Report.Spent);
            clock.Set(Midnight);
            return new Play()
                .Thread(() => $"renewed {hold.TryRenew(Money.From(1.5m), Money.From(2m), Midnight.AddDays(1).UtcTicks, inBackground: true, out _, order: 1)}")
                .Thread(() => Say.Add(budget, 3m))
                .End(() => Say.Report(budget))
                .Invariant("one period ended, with what was held", () => ended.SequenceEqual([1m]))
                .Invariant("each cost is in its period", () => budget.Spent == 3.5m && budget.Reserved == 2m);
        });

    private static BudgetEnforcer Waiting() => new(new BudgetOptions { Limit = 10m, MaxWaiters = 8 });

    private sealed class SetClock(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset _now = start;

        public override DateTimeOffset GetUtcNow() => _now;

        internal void Set(DateTimeOffset now) => _now = now;
    }
}
