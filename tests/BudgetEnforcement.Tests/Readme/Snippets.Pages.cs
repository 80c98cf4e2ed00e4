using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.Tests.Readme;

/// <content>The code of the pages beside the sources.</content>
internal static partial class Snippets
{
    internal static (bool IsAvailable, BudgetStatus Status) Check()
    {
        #region static check
        var (isAvailable, status) = Budget.Check(currentCost: 80m, limit: 100m, requiredAmount: 15m); // (true, Warning90)
        #endregion
        return (isAvailable, status);
    }

    internal static string Refusal(BudgetEnforcer budget)
    {
        #region reading a refusal
        if (!budget.TryReserve(2.50m, out var reservation, out var check))
        {
            var advice = check.Reason switch
            {
                BudgetRefusalReason.NoRoom when check.RetryAt is { } at => $"try again at {at:u}",
                BudgetRefusalReason.NoRoom => "try again when something is released, or raise the limit",
                BudgetRefusalReason.NeverFits => "raise the limit, or ask for less",
                _ => "try again later",
            };
            return $"{check.Message}: {advice}";
        }
        #endregion
        reservation.Dispose();
        return "";
    }

    internal static async Task<string> WaitingInVain(BudgetEnforcer team, CancellationToken cancellationToken)
    {
        #region waiting in vain
        try
        {
            using var reservation = await team.ReserveAsync(2.50m, cancellationToken);
            return $"held {reservation.Amount}";
        }
        catch (BudgetExceededException refused) when (refused.Reason is BudgetRefusalReason.TooManyWaiters or BudgetRefusalReason.WaitedTooLong)
        {
            return refused.Check.RetryAt is { } at ? $"busy until {at:u}" : "busy";
        }
        #endregion
    }

    internal static async Task Metered(BudgetEnforcer budget, CancellationToken cancellationToken)
    {
        #region metered time
        // Holds money for 5 seconds ahead of the clock. Where the next slice does not fit, it tries again while others may give money back; with a
        // quarter of a slice left, the token is cancelled, before the limit is passed.
        await using var meter = budget.StartMeter(ratePerHour: 2.49m);
        using var stop = meter.CreateLinkedTokenSource(cancellationToken);
        await TrainAsync(stop.Token);
        #endregion
    }

    internal static async Task StartedMinutes(BudgetEnforcer budget)
    {
        #region started minutes
        await using var meter = budget.StartMeter(
            ratePerHour: 2.49m,
            new CostMeterOptions { Increment = TimeSpan.FromMinutes(1), Minimum = TimeSpan.FromMinutes(10) });
        meter.Pause(); // charges nothing and holds nothing
        meter.Resume(); // a new first minute, and a new minimum
        meter.ChangeRate(4.10m); // from now on; a minute that has begun is paid for
        #endregion
    }

    internal static string Forecast(BudgetEnforcer budget)
    {
        #region forecast
        var forecaster = new BudgetForecaster(budget); // when the work starts
        for (var file = 1; file <= 100; file++)
        {
            budget.AddCost(0.02m);
            var forecast = forecaster.Report(progress: file / 100.0);
            if (forecast.Status == ForecastStatus.OverBudget)
                return forecast.ToString();
        }
        #endregion
        return "";
    }

    internal static void Customer(BudgetRegistry<string> tenants)
    {
        #region a customer
        if (tenants.TryGet("acme", out var budget))
            Console.WriteLine(budget.GetStatus());
        tenants.TryRemove("acme"); // the customer has left
        #endregion
    }

    internal static void SeveralParents(ServiceCollection services)
    {
        #region several parents
        services.AddBudgetEnforcer("organisation", options => options.Limit = 10_000m);
        services.AddBudgetEnforcer("user", options => options.Limit = 20m, parentKey: "organisation");
        services.AddBudgetEnforcer("model", options => options.Limit = 500m, parentKey: "organisation");
        services.AddBudgetEnforcer("call", options => options.Limit = 1m, parentKey: "user").AlsoUnder("model");
        #endregion
    }

    internal static void Json(ServiceCollection services, IConfiguration configuration)
    {
        #region configuration
        services.AddBudgetEnforcer("team");
        services.AddBudgetEnforcer("job", parentKey: "team");
        foreach (var section in configuration.GetSection("Budgets").GetChildren())
            services.AddOptions<BudgetOptions>(section.Key).Bind(section, binder => binder.ErrorOnUnknownConfiguration = true);
        #endregion
    }

    internal static void Events(BudgetEnforcer budget)
    {
        #region events
        budget.ThresholdCrossed += (_, crossing) => Console.WriteLine($"{crossing.Report.Name}: {crossing.Status} at {crossing.Threshold:P0}");
        budget.PeriodEnded += (_, ended) => Console.WriteLine($"{ended.Report.Spent} of {ended.Report.Limit} spent in that period");
        #endregion
    }
}
