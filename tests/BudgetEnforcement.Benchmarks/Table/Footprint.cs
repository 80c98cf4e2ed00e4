using System.Globalization;

namespace BudgetEnforcement.Benchmarks;

/// <summary>What a million idle budgets keep on the heap, and how long it takes to make them.</summary>
/// <param name="What">Which budgets.</param>
/// <param name="Bytes">What each of them keeps.</param>
/// <param name="Duration">How long making all of them took.</param>
internal sealed record Footprint(string What, double Bytes, TimeSpan Duration)
{
    private const int Count = 1_000_000;
    private const int MostBytes = 400;

    internal bool IsGoalMet => Bytes <= MostBytes;

    internal static IReadOnlyList<Footprint> MeasureAll()
    {
        var organisation = new BudgetEnforcer(Amounts.Limit);
        var options = new BudgetOptions { Limit = 100m };
        return
        [
            Measure("an idle budget", () => new BudgetEnforcer(100m)),
            Measure("an idle child", () => organisation.CreateChild(options)),
        ];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {What}, a million made in {Duration.TotalSeconds:0.0} s | | | ≤ {MostBytes} B{(IsGoalMet ? "" : ", missed")} | {Bytes:0} B |");

    private static Footprint Measure(string what, Func<BudgetEnforcer> make)
    {
        _ = make(); // Objects that are made once for all budgets must not count.
        var budgets = new BudgetEnforcer[Count];
        var clock = TimeProvider.System;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = clock.GetTimestamp();
        for (var i = 0; i < Count; i++)
            budgets[i] = make();
        var duration = clock.GetElapsedTime(start);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(budgets);
        return new Footprint(what, (after - before) / (double)Count, duration);
    }
}
