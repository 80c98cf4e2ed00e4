using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.Tests.Readme;

/// <summary>The code of the front page. <see cref="PagesTests"/> makes sure that each block of each page is a region here, to the letter.</summary>
internal static partial class Snippets
{
    internal static void QuickStart()
    {
        #region quick start
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "nightly", Limit = 10.00m });
        budget.ThresholdCrossed += (_, crossing) => Console.WriteLine($"{crossing.Status} at {crossing.Report.Spent}");

        // Before the run: does it fit?
        Console.WriteLine(budget.CheckBudgetAvailable(12.50m).Message);

        // While it runs: hold the most that a step may cost, do it, and record what it did cost.
        while (budget.TryReserve(1.25m, out var reservation))
        {
            using (reservation)
            {
                reservation.Commit(actualCost: 1.10m);
            }
        }

        Console.WriteLine(budget.GetStatus());
        #endregion
    }

    internal static async Task AskTakeRecord(BudgetEnforcer budget)
    {
        #region ask, take, record
        BudgetCheck check = budget.CheckBudgetAvailable(30m);
        if (!check.IsAvailable)
            Console.WriteLine($"{check.Message}; {check.BudgetName} would still admit {check.Available}");

        // A cost that is already incurred. It is never refused; the answer says whether to go on.
        if (budget.AddCost(0.42m) == BudgetStatus.Exceeded)
            return;

        // A cost that can still be declined.
        if (!budget.TryAddCost(0.42m))
            return;

        // A cost that is not known yet: hold the most it may be, then commit what it was. Disposing releases what was not committed.
        using BudgetReservation reservation = budget.Reserve(1.00m); // throws BudgetExceededException, with the check, where it does not fit
        decimal cost = await CallTheModelAsync();
        reservation.Commit(cost);
        #endregion
    }

    internal static (BudgetEnforcer Organisation, BudgetEnforcer Job, bool Fits) Tree()
    {
        #region budgets under budgets
        var organisation = new BudgetEnforcer(new BudgetOptions { Name = "organisation", Limit = 10_000m });
        var team = organisation.CreateChild(new BudgetOptions { Name = "team", Limit = 2_000m });
        var job = team.CreateChild(new BudgetOptions { Limit = 150m });

        job.AddCost(20m); // counts on all three, in one step
        bool fits = job.TryAddCost(140m); // false: the job has 130 left

        // Under several parents of one tree: each ancestor counts a cost once.
        var model = organisation.CreateChild(new BudgetOptions { Name = "model", Limit = 500m });
        var call = team.CreateChild(new BudgetOptions { Limit = 5m }, alsoUnder: model);
        #endregion
        return (organisation, job, fits);
    }

    internal static bool Tenants(BudgetEnforcer organisation)
    {
        #region budgets on demand
        var tenants = new BudgetRegistry<string>(
            organisation,
            tenant => new BudgetOptions { Limit = 5m, Period = BudgetPeriod.Daily },
            new BudgetRegistryOptions { ForgetAfter = TimeSpan.FromHours(1) }); // those that are idle and have spent nothing
        bool isServed = tenants.GetOrAdd("acme").TryAddCost(0.02m);
        #endregion
        return isServed;
    }

    internal static BudgetEnforcer Alerts()
    {
        #region alerts
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 200m, AlertAt = { 0.5m, 1.0m, 1.2m } }); // beside the thresholds of 75 % and 90 %
        budget.ThresholdCrossed += (_, crossing) => Console.WriteLine($"{crossing.Threshold:P0}: {crossing.Report}");
        budget.AddCost(100m);
        #endregion
        return budget;
    }

    internal static async Task<BudgetEnforcer> StopAndGoOn(BudgetEnforcer budget, CancellationToken cancellationToken)
    {
        #region stop, top up, go on
        using var stop = budget.CreateLinkedTokenSource(cancellationToken); // cancelled at once, also while the thread pool is busy
        try
        {
            await TrainAsync(stop.Token);
        }
        catch (OperationCanceledException) when (budget.IsBudgetExceeded)
        {
            await SaveCheckpointAsync(spent: budget.Spent);
        }

        // Later: more money for the same budget, or a new one that starts where the old one stopped.
        budget.AdjustLimit(by: 50m);
        var resumed = new BudgetEnforcer(new BudgetOptions { Limit = 150m, InitialSpent = 104.20m });
        #endregion
        return resumed;
    }

    internal static BudgetEnforcer DependencyInjection(ServiceCollection services, IConfiguration configuration)
    {
        #region dependency injection
        services.AddBudgetEnforcer("team", options => options.Limit = 2_000m);
        services.AddBudgetEnforcer("job", options => options.Limit = 150m, parentKey: "team");
        services.AddOptions<BudgetOptions>("job").Bind(configuration.GetSection("Budgets:job"), binder => binder.ErrorOnUnknownConfiguration = true);

        using var provider = services.BuildServiceProvider();
        var job = provider.GetRequiredKeyedService<BudgetEnforcer>("job");
        #endregion
        return job;
    }

    internal static async Task<decimal> Waiting(CancellationToken cancellationToken)
    {
        #region waiting
        var team = new BudgetEnforcer(new BudgetOptions { Name = "team", Limit = 100m, MaxWaiters = 50, MaxWait = TimeSpan.FromMinutes(5) });

        // At once where it fits; otherwise as soon as a release, a smaller commit, a refund, a top-up or a new period makes room.
        using var reservation = await team.ReserveAsync(2.50m, cancellationToken);
        #endregion
        return team.Reserved;
    }

    internal static async Task<string> Operation(BudgetEnforcer budget, CancellationToken cancellationToken)
    {
        #region operations
        string answer = await budget.ExecuteAsync(
            estimatedCost: 0.05m,
            async token =>
            {
                var response = await AskAsync("How much is the fish?", token);
                return (response.Text, response.Cost);
            },
            cancellationToken: cancellationToken);
        #endregion
        return answer;
    }

    internal static BudgetCheck Periods()
    {
        #region periods
        var monthly = new BudgetEnforcer(new BudgetOptions { Name = "month", Limit = 500m, Period = BudgetPeriod.Monthly });
        var daily = monthly.CreateChild(new BudgetOptions
        {
            Name = "day",
            Limit = 25m,
            Period = BudgetPeriod.Daily,
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
        });

        daily.AddCost(20m);
        var refused = daily.CheckBudgetAvailable(10m);
        Console.WriteLine($"{refused.Message}; try again at {refused.RetryAt:u}"); // the next midnight in Berlin
        #endregion
        return refused;
    }

    internal static async Task<BudgetedRunResult> Run(BudgetEnforcer budget, CancellationToken cancellationToken)
    {
        #region budgeted runs
        var result = await BudgetedRun.RunAsync(
            budget,
            async (run, stop) =>
            {
                for (var epoch = 0; epoch < 10; epoch++)
                {
                    await TrainEpochAsync(epoch, stop);
                    run.ReportProgress((epoch + 1) / 10.0); // logs, once, when the run will not finish inside its budget
                }
            },
            new BudgetedRunOptions
            {
                ProjectedCost = 4m,
                RatePerHour = 2.49m,
                LandingReserve = 0.05m,
                OnStopping = landing => SaveCheckpointAsync(landing.Run.Budget.Spent + landing.PendingCost),
            },
            cancellationToken);

        Console.WriteLine($"{result.Outcome}: {result.Report}");
        result.ThrowIfFailed();
        #endregion
        return result;
    }

    private static Task<(string Text, decimal Cost)> AskAsync(string question, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<(string, decimal)>(cancellationToken) : Task.FromResult((question, 0.04m));

    private static Task TrainEpochAsync(int epoch, CancellationToken cancellationToken) =>
        epoch < 0 || cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;

    private static Task<decimal> CallTheModelAsync() => Task.FromResult(0.75m);

    private static Task TrainAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;

    private static Task SaveCheckpointAsync(decimal spent) => spent > 0 ? Task.CompletedTask : throw new InvalidOperationException("Nothing was spent.");
}
