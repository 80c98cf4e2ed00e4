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

    [Fact]
    public void Dispose_AfterAnySequence_HasRecordedTheExactCost()
    {
        var steps = Gen.Select(Gen.Int[0, 3].Select(step => (Step)step), Gen.Long[0, 40_000_000_000], Rates).Array[1, 40];

        steps.Sample(sequence => Run(sequence, limit: 1_000_000_000m), iter: 300);
    }

    [Fact]
    public void Dispose_AfterAnySequenceOnASmallBudget_HasRecordedTheExactCost()
    {
        var steps = Gen.Select(Gen.Int[0, 3].Select(step => (Step)step), Gen.Long[0, 100_000_000], Rates).Array[1, 40];

        steps.Sample(sequence => Run(sequence, limit: 20m), iter: 300);
    }

    [Fact]
    public void Cost_RatesThatDivideEvenly_IsExactToTheLastDigit()
    {
        var clock = new MeteringClock();
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
        var clock = new MeteringClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1_000m }, timeProvider: clock);
        var meter = budget.StartMeter(1m / 3m);

        clock.AdvanceSeconds(7200);
        meter.Dispose();

        Rational.Of(1m / 3m).Times(2, 1).UnitsFrom(budget.Spent).Should().BeLessThan(1_000);
        budget.Spent.Should().BeApproximately(meter.Cost, 1e-24m);
    }

    private static bool Run((Step Step, long Ticks, decimal Rate)[] sequence, decimal limit)
    {
        var clock = new MeteringClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = limit }, timeProvider: clock);
        var (rate, isRunning, exact, ticks) = (1.3m, true, Rational.Zero, 0L);
        var meter = budget.StartMeter(rate);
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
                    isRunning = true;
                    break;
            }

            clock.Advance(TimeSpan.FromTicks(wait));
            if (!isRunning)
                continue;
            exact = exact.Plus(Rational.Of(rate).Times(wait, TimeSpan.TicksPerHour));
            ticks += wait;
        }

        meter.Dispose();
        var report = budget.GetStatus();
        var spent = report.Spent;

        // Costs of a few thousand have 24 decimals or more, and each of forty steps rounds once.
        return exact.UnitsFrom(spent) < 10_000_000 && exact.UnitsFrom(meter.Cost) < 10_000_000
            && report.Reserved == 0m && report.OpenReservations == 0
            && meter.Elapsed.Ticks == ticks && clock.TimersLiving == 0;
    }
}
