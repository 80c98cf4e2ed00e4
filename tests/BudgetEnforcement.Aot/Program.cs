using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Serialization;
using BudgetEnforcement;
using BudgetEnforcement.Aot;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static BudgetEnforcement.Aot.Checks;

// Uses every public type of the library, so that what a native or trimmed build would break, breaks here. Ends with 0 where all is well.
Spending();
Trees();
Limits.Run();
Sharing.Run();
Registration();
Configuration();
Metrics();
Json();
await WaitingAsync();
await OperationsAsync();
await MeteredAsync();
await RunsAsync();
await Models.RunAsync();
await Billing.RunAsync();
Console.WriteLine(Failures == 0 ? "Every part works." : $"{Failures} checks failed.");
return Failures == 0 ? 0 : 1;

void Spending()
{
    var budget = new BudgetEnforcer(new BudgetOptions { Name = "aot", Limit = 10m, Warning75Threshold = 0.5m, Warning90Threshold = 0.8m });
    var crossed = new List<BudgetStatus>();
    budget.ThresholdCrossed += (_, crossing) => crossed.Add(crossing.Status);

    var (isAvailable, status) = budget.CheckBudgetAvailable(10m);
    Expect("check", isAvailable && status == BudgetStatus.Warning90);
    Expect("add", budget.AddCost(6m) == BudgetStatus.Warning75);
    Expect("try add", !budget.TryAddCost(5m) && budget.TryAddCost(1m));
    using (var reservation = budget.Reserve(2m))
    {
        Expect("renew", reservation.TryRenew(0.5m, 1m));
        reservation.Commit(1.5m);
    }

    Expect("overage", budget.GetStatus().Overage == 0.5m);
    Expect("refuse", budget.TryReserve(0.1m, out var more) && !budget.TryReserve(2m, out _));
    more?.Dispose();
    try
    {
        budget.Reserve(100m);
        Expect("reserve throws", false);
    }
    catch (BudgetExceededException exception)
    {
        Expect("reason", exception.Reason == BudgetRefusalReason.NeverFits && exception.Message == exception.Check.Message);
    }

    budget.AddCost(5m);
    Expect("token", budget.ExceededToken.IsCancellationRequested && budget.IsBudgetExceeded);
    budget.Refund(5m);
    budget.UpdateLimit(20m);
    budget.Reset();
    Expect("crossings in order", crossed is [BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded]);
    Expect("report", budget.ToString() == "aot: Ok, $0.00 of $20.00 spent (0%), reserved: $0.00, available: $20.00");
    Expect("static check", !Budget.Check(80m, 100m, 30m).IsAvailable);
    Expect("remaining", budget.GetRemainingBudget() == 20m && budget.GetUtilizationPercentage() == 0m);
}

void Trees()
{
    var month = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Monthly, TimeZone = TimeZoneInfo.Utc });
    var day = month.CreateChild(new BudgetOptions { Limit = 5m, Period = BudgetPeriod.Daily });
    day.AddCost(4m);
    Expect("parent", month.Spent == 4m && day.Parent == month);
    Expect("retry", day.CheckBudgetAvailable(2m).RetryAt == day.GetStatus().PeriodEnd);
}

void Registration()
{
    using var provider = new ServiceCollection()
        .AddBudgetEnforcer(options => options.Limit = 1m).Services
        .AddBudgetEnforcer("team", options => options.Limit = 5m).Services
        .AddBudgetEnforcer("job", options => options.Limit = 2m, parentKey: "team").Services
        .BuildServiceProvider();
    provider.GetRequiredKeyedService<BudgetEnforcer>("job").AddCost(1m);
    Expect("keyed parent", provider.GetRequiredKeyedService<BudgetEnforcer>("team").Spent == 1m);
    Expect("unnamed", provider.GetRequiredService<BudgetEnforcer>().Limit == 1m);
}

// Bound by generated code, where the tests bind by reflection.
void Configuration()
{
    var builder = Host.CreateEmptyApplicationBuilder(null);
    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Job:Name"] = "nightly", ["Job:Limit"] = "100", ["Job:InitialSpent"] = "2.5", ["Job:InitialSpentAt"] = "2026-01-02T03:04:05Z",
        ["Job:Currency"] = "EUR", ["Job:Warning75Threshold"] = "0.5", ["Job:Warning90Threshold"] = "0.6", ["Job:AlertAt:0"] = "0.7",
        ["Job:AlertAt:1"] = "1.0", ["Job:Period"] = "Daily", ["Job:TimeZoneId"] = "UTC", ["Job:MaxWaiters"] = "3", ["Job:MaxWait"] = "00:01:00",
    });
    BudgetOptions? bound = null;
    builder.Services.AddOptions<BudgetOptions>("job").BindConfiguration("Job").Configure(options => bound = options);
    builder.Services.AddBudgetEnforcer("job", parentKey: "team");
    builder.Services.AddBudgetEnforcer("team", options => (options.Limit, options.Currency) = (1m, "EUR"));
    using var host = builder.Build();
    host.Start();
    Expect("bound options", bound is
    {
        Name: "nightly", Limit: 100m, InitialSpent: 2.5m, InitialSpentAt.Year: 2026, Currency: "EUR", Warning75Threshold: 0.5m, Warning90Threshold: 0.6m,
        AlertAt: [0.7m, 1.0m], Period: BudgetPeriod.Daily, TimeZoneId: "UTC", MaxWaiters: 3,
    } && bound.MaxWait == TimeSpan.FromMinutes(1));

    builder.Configuration["Job:Limit"] = "120";
    ((IConfigurationRoot)builder.Configuration).Reload();
    Expect("reload", host.Services.GetRequiredKeyedService<BudgetEnforcer>("job").Limit == 120m);
}

void Metrics()
{
    var seen = new HashSet<string>();
    using var listener = new MeterListener
    {
        InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "BudgetEnforcement")
                listener.EnableMeasurementEvents(instrument);
        },
    };
    listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => seen.Add(instrument.Name));
    listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => seen.Add(instrument.Name));
    listener.Start();
    var budget = new BudgetEnforcer(new BudgetOptions { Name = "metrics", Limit = 1m });
    budget.TryAddCost(2m);
    listener.RecordObservableInstruments();
    Expect("instruments", seen.Count == 8);
    GC.KeepAlive(budget);
}

void Json()
{
    var budget = new BudgetEnforcer(new BudgetOptions { Name = "aot", Limit = 10m, InitialSpent = 8m });
    var (report, check) = (budget.GetStatus(), budget.CheckBudgetAvailable(5m));

    var json = JsonSerializer.Serialize(report, ResultsJson.Default.BudgetReport);
    Expect("report", json.Contains("Warning75", StringComparison.Ordinal) && JsonSerializer.Deserialize(json, ResultsJson.Default.BudgetReport) == report);
    json = JsonSerializer.Serialize(check, ResultsJson.Default.BudgetCheck);
    Expect("check", json.Contains("NoRoom", StringComparison.Ordinal) && JsonSerializer.Deserialize(json, ResultsJson.Default.BudgetCheck) == check);
}

async Task WaitingAsync()
{
    var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 1 });
    var held = budget.Reserve(1m);
    var waiting = budget.ReserveAsync(1m);
    held.Release();
    using var granted = await waiting;
    Expect("granted", granted.Amount == 1m);

    var impatient = budget.CreateChild(new BudgetOptions { Limit = 1m, MaxWaiters = 1, MaxWait = TimeSpan.FromMilliseconds(1) });
    Expect("how calls wait", (impatient.MaxWaiters, impatient.MaxWait) == (1, TimeSpan.FromMilliseconds(1)));
    try
    {
        (await impatient.ReserveAsync(1m)).Dispose();
        Expect("waits no longer than it may", false);
    }
    catch (BudgetExceededException exception)
    {
        Expect("waited too long", exception.Reason == BudgetRefusalReason.WaitedTooLong);
    }
}

async Task OperationsAsync()
{
    var budget = new BudgetEnforcer(10m);
    Expect("result", await budget.ExecuteAsync(1m, _ => Task.FromResult(("done", 0.25m))) == "done");
    await budget.ExecuteAsync(1m, _ => Task.FromResult(7), result => result / 28m);
    await budget.ExecuteAsync(1m, _ => Task.FromResult(0.5m), new BudgetOperationOptions { FailedOperationCost = FailedOperationCost.Release, CancelWhenExceeded = true });
    try
    {
        await budget.ExecuteAsync(1m, Task<decimal> (_) => throw new BudgetOperationException(0.125m, innerException: null));
    }
    catch (BudgetOperationException exception)
    {
        Expect("failed cost", exception.ActualCost == 0.125m);
    }

    Expect("operations", budget.Spent == 1.125m);
}

async Task MeteredAsync()
{
    var budget = new BudgetEnforcer(10m);
    var meter = budget.StartMeter(3600m, new CostMeterOptions { Slice = TimeSpan.FromSeconds(1) });
    meter.ChangeRate(0m);
    meter.Pause();
    meter.Resume();
    await meter.DisposeAsync();
    Expect("meter", budget.Spent == meter.Cost && budget.Reserved == 0m && !meter.ExhaustedToken.IsCancellationRequested && meter.Refusal is null);

    var billed = budget.StartMeter(60m, new CostMeterOptions { Increment = TimeSpan.FromMinutes(1), Minimum = TimeSpan.FromMinutes(2) });
    Expect("billed meter", billed is { IsRunning: true, RatePerHour: 60m, Cost: 2m, PendingCost: 0m } && billed.Elapsed < TimeSpan.FromMinutes(2));
    using var source = billed.CreateLinkedTokenSource();
    budget.AddCost(10m);
    Expect("linked source of a meter", source.IsCancellationRequested);
    billed.Dispose();
}

async Task RunsAsync()
{
    var budget = new BudgetEnforcer(10m);
    var result = await BudgetedRun.RunAsync(
        budget,
        (run, _) =>
        {
            budget.AddCost(6m);
            Expect("forecast", run.ReportProgress(0.5).Status != ForecastStatus.WithinBudget);
            budget.Reserve(100m);
            return Task.CompletedTask;
        },
        new BudgetedRunOptions { LandingReserve = 1m, ProjectedCost = 5m, ProjectionPolicy = ProjectionPolicy.Warn, OnStopping = landing => Land(landing) });
    Expect("run", result is { Outcome: BudgetedRunOutcome.StoppedByBudget, Report.Spent: 6.5m, StoppedBy: not null, Exception: BudgetExceededException });

    var done = await BudgetedRun.RunAsync(budget, (run, _) => Task.CompletedTask, new BudgetedRunOptions { RatePerHour = 0m, Progress = new Progress<BudgetForecast>() });
    done.ThrowIfFailed();
    var refused = await BudgetedRun.RunAsync(budget, (_, _) => Task.CompletedTask, new BudgetedRunOptions { LandingReserve = 100m });
    Expect("runs", done is { Outcome: BudgetedRunOutcome.Completed, Refusal: null } && refused is { Outcome: BudgetedRunOutcome.Refused, Refusal.Purpose: BudgetPurpose.LandingReserve });
    var forecast = new BudgetForecaster(budget).Report(0.5);
    Expect("forecaster", forecast.Progress == 0.5 && forecast.Spent == budget.Spent && forecast.Currency == "USD");

    static Task Land(BudgetedLanding landing)
    {
        landing.AddCost(0.5m);
        return Task.CompletedTask;
    }
}

[JsonSerializable(typeof(BudgetReport))]
[JsonSerializable(typeof(BudgetCheck))]
internal sealed partial class ResultsJson : JsonSerializerContext;
