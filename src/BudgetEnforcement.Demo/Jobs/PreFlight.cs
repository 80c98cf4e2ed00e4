using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Jobs;

/// <summary>Times a step of a job before it starts, and projects from it what the job will cost.</summary>
internal static class PreFlight
{
    private const int WarmUpSteps = 3;
    private const int TimedSteps = 5;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    /// <summary>Runs on the machine of the job, so its time is charged too.</summary>
    /// <returns>The projection, or null where the budget has no room for a pre-flight and a landing.</returns>
    internal static async Task<Projection?> RunAsync(JobPlan plan, BudgetEnforcer budget)
    {
        if (!budget.CheckBudgetAvailable(plan.CostOf(Duration) + plan.LandingReserve(TimeSpan.Zero)).IsAvailable)
            return null;

        TimeSpan stepTime;
        try
        {
            var meter = budget.StartMeter(plan.RatePerHour, JobRunner.Meter);
            await using (meter.ConfigureAwait(false))
                stepTime = await OwnThread.RunAsync(() => TimeStep(plan, meter)).ConfigureAwait(false);
        }
        catch (BudgetExceededException)
        {
            // Between the check and the meter another job of the team has taken the money.
            return null;
        }

        var cost = plan.CostOf(Scale(stepTime, plan.RemainingSteps));
        var landing = plan.LandingReserve(stepTime);
        return new Projection(stepTime, plan.RemainingSteps, cost, budget.Spent + cost, landing, budget.CheckBudgetAvailable(cost + landing));
    }

    // Times steps of a learner that is thrown away, so that timing changes nothing about the training.
    private static TimeSpan TimeStep(JobPlan plan, CostMeter meter)
    {
        var scratch = new Learner(plan.Text, plan.Learner.State.Settings);
        TakeSteps(scratch, WarmUpSteps, meter);
        return TakeSteps(scratch, TimedSteps, meter);
    }

    /// <returns>The time of one. A large model gets fewer of them.</returns>
    private static TimeSpan TakeSteps(Learner learner, int count, CostMeter meter)
    {
        var start = meter.Elapsed;
        TimeSpan elapsed;
        var taken = 0;
        do
        {
            learner.TrainStep();
            taken++;
            elapsed = meter.Elapsed - start;
        }
        while (taken < count && elapsed < Duration / 4 && !meter.ExhaustedToken.IsCancellationRequested);

        return elapsed / taken;
    }

    private static TimeSpan Scale(TimeSpan time, long count) =>
        TimeSpan.FromTicks((long)Int128.Min((Int128)time.Ticks * count, TimeSpan.MaxValue.Ticks));
}
