using CsCheck;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>Any sequence of rates, pauses and times against exact fractions.</summary>
public sealed class CostMeterModelTests
{
    // Prices in sevenths have no end in decimals.
    private static readonly Gen<decimal> Rates = Gen.Int[0, 35_000].Select(sevenths => sevenths / 7m);

    private enum Step
    {
        Wait,
        ChangeRate,
        Pause,
        Resume,
    }

    [Theory]
    [InlineData(40_000_000_000, 1_000_000_000)]
    [InlineData(100_000_000, 20)]
    public void Dispose_AfterAnySequenceOnALargeOrASmallBudget_HasRecordedTheExactCost(long longestWait, int limit) =>
        Steps(longestWait).Sample(sequence => Run(sequence, limit), iter: 300);

    [Fact]
    public void Cost_RatesThatDivideEvenly_IsExactToTheLastDigit()
    {
        var clock = new ManualClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1_000_000m }, timeProvider: clock);
        var meter = budget.StartMeter(3.6m);

        for (var i = 0; i < 1000; i++)
        {
            meter.ChangeRate(3.6m + (i % 7 * 3.6m));
            clock.Advance(TimeSpan.FromTicks(1_234_567));
        }

        meter.Dispose();

        var rates = Enumerable.Range(0, 1000).Sum(i => 1m + (i % 7));
        budget.Spent.Should().Be(rates * 0.0001234567m);
    }

    [Fact]
    public void Dispose_AfterManyRenewals_AddsUpNoRounding()
    {
        // A third of a cent an hour has no end in decimals.
        var clock = new ManualClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1_000m }, timeProvider: clock);
        var meter = budget.StartMeter(1m / 3m);

        clock.AdvanceSeconds(7200);
        meter.Dispose();

        Rational.Of(1m / 3m).Times(2, 1).UnitsFrom(budget.Spent).Should().BeLessThan(1_000);
        budget.Spent.Should().BeApproximately(meter.Cost, 1e-24m);
    }

    [Fact]
    public void Dispose_AfterAnySequenceOfIncrementsAndMinima_HasRecordedTheExactCost()
    {
        var times = Gen.OneOfConst(0L, 1L, 10_000_000L, 70_000_000L, 600_000_000L, 36_000_000_000L);

        Gen.Select(Steps(longestWait: 3_000_000_000), times, times).Sample(
            (sequence, increment, minimum) => Run(sequence, limit: 1_000_000_000m, new Billing(increment, minimum)), iter: 600);
    }

    private static Gen<(Step Step, long Ticks, decimal Rate)[]> Steps(long longestWait) =>
        Gen.Select(Gen.Int[0, 3].Select(step => (Step)step), Gen.Long[0, longestWait], Rates).Array[1, 40];

    private static bool Run((Step Step, long Ticks, decimal Rate)[] sequence, decimal limit, Billing billing = default)
    {
        var clock = new ManualClock();
        var team = new BudgetEnforcer(new BudgetOptions { Limit = limit }, timeProvider: clock);
        var budget = team.CreateChild(new BudgetOptions { Limit = limit, Period = BudgetPeriod.Daily });
        var (rate, isRunning, exact, ticks, stretch) = (1.3m, true, Rational.Zero, 0L, 0L);
        var meter = budget.StartMeter(rate, billing.Options);
        Bill(0, billing.Of(0));
        foreach (var (step, wait, newRate) in sequence)
        {
            switch (step)
            {
                case Step.ChangeRate:
                    meter.ChangeRate(rate = newRate);
                    break;
                case Step.Pause:
                    meter.Pause();
                    isRunning = false;
                    break;
                case Step.Resume:
                    meter.Resume();
                    if (!isRunning)
                        Bill(0, billing.Of(0));
                    stretch = isRunning ? stretch : 0;
                    isRunning = true;
                    break;
            }

            clock.Advance(TimeSpan.FromTicks(wait));
            if (!isRunning)
                continue;
            Bill(billing.Of(stretch), billing.Of(stretch + wait));
            stretch += wait;
            ticks += wait;
        }

        meter.Dispose();
        var report = team.GetStatus();
        var spent = report.Spent;

        // Costs of a few thousand have 24 decimals or more, and each of forty steps rounds once.
        return exact.UnitsFrom(spent) < 10_000_000 && exact.UnitsFrom(meter.Cost) < 10_000_000
            && report.Reserved == 0m && report.OpenReservations == 0
            && meter.Elapsed.Ticks == ticks && clock.Timers == 0;

        void Bill(long from, long to) => exact = exact.Plus(Rational.Of(rate).Times(to - from, TimeSpan.TicksPerHour));
    }

    /// <summary>What a stretch bills, in ticks.</summary>
    private readonly record struct Billing(long Increment, long Minimum)
    {
        internal CostMeterOptions Options => new() { Increment = TimeSpan.FromTicks(Increment), Minimum = TimeSpan.FromTicks(Minimum) };

        internal long Of(long elapsed)
        {
            var begun = 1L;
            while (Increment > 1 && begun * Increment < elapsed)
                begun++;
            var billed = Increment > 1 ? begun * Increment : Math.Max(elapsed, Increment);
            return Math.Max(billed, Minimum);
        }
    }
}
