using System.Numerics;
using CsCheck;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Meters, forecasts and runs. The clock of the world stands still, so no time is charged.</summary>
internal static class TimeAttacks
{
    private const decimal LargestRate = 1_000_000_000_000m;

    private static readonly Gen<decimal> Rate = Gen.Frequency(
        (1, Gen.OneOfConst(LargestRate, LargestRate + 0.0001m, 50_000m, 3600m, 2.49m)), (2, OddInput.Money));

    // Only zero, and increments and minimums that are refused: a meter charges any other at its start, though the clock stands still.
    private static readonly Gen<TimeSpan> Billed = Gen.Frequency(
        (9, Gen.Const(TimeSpan.Zero)),
        (1, OddInput.Time.Where(time => !IsBilled(time))),
        (1, Gen.OneOfConst(TimeSpan.FromTicks(-1), CostMeterOptions.LongestIncrement + TimeSpan.FromTicks(1))));

    private static readonly Gen<CostMeterOptions?> MeterOptions = Gen.Frequency(
        (2, Gen.Const((CostMeterOptions?)null)),
        (1, Gen.Select(OddInput.Time, Billed, Billed).Select(
            (slice, increment, minimum) => (CostMeterOptions?)new CostMeterOptions { Slice = slice, Increment = increment, Minimum = minimum })));

    private static readonly Gen<BudgetedRunOptions> RunOptions = Gen.Select(
        Maybe(OddInput.Money),
        Maybe(Rate),
        MeterOptions,
        Gen.Frequency((2, Gen.Const(0m)), (1, OddInput.Money)),
        Gen.Select(Gen.Frequency((2, Gen.Const(0.0)), (1, OddInput.Portion)), OddInput.Any<ProjectionPolicy>(), Gen.Bool)).Select((projected, rate, meter, landing, rest) =>
            new BudgetedRunOptions
            {
                ProjectedCost = projected, RatePerHour = rate, Meter = meter, LandingReserve = landing,
                InitialProgress = rest.Item1, ProjectionPolicy = rest.Item2, OnStopping = rest.Item3 ? _ => Task.CompletedTask : null,
                Progress = rest.Item3 ? new Progress<BudgetForecast>() : null,
            });

    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["BudgetMetering.StartMeter(BudgetEnforcer,Decimal,CostMeterOptions)"] = Attack.With(
            Rate, MeterOptions, Gen.Int[0, 19], "StartMeter", (world, rate, options, twist) =>
        {
            if (twist == 0)
            {
                world.Throws<ArgumentNullException>(() => ((BudgetEnforcer)null!).StartMeter(rate)).ParamName.Should().Be("budget");
                return;
            }

            var start = () => world.Job.StartMeter(rate, options);
            var bad = Bad([(IsRate(rate), "ratePerHour", rate), .. Times(options, "options")]);
            if (bad.Length > 0)
                world.Refuses(() => start(), bad);
            else
                world.Unchanged(() => Try(() => start().Dispose()));
        }),
        ["CostMeter.ChangeRate(Decimal)"] = Attack.With(
            Rate, Gen.Bool, "ChangeRate", (world, rate, isDisposed) =>
        {
            using var meter = world.Job.StartMeter(1m);
            if (isDisposed)
                meter.Dispose();
            if (!IsRate(rate))
                world.Refuses(() => meter.ChangeRate(rate), ("ratePerHour", rate));
            else if (isDisposed)
                world.Throws<ObjectDisposedException>(() => meter.ChangeRate(rate));
            else
                meter.ChangeRate(rate);
            Assert.Equal(isDisposed || !IsRate(rate) ? 1m : rate, meter.RatePerHour);
        }),
        ["CostMeter.CreateLinkedTokenSource(CancellationToken)"] = Attack.With(
            Gen.Bool, Gen.Bool, "meter.CreateLinkedTokenSource", (world, isDisposed, isCancelled) => world.Unchanged(() =>
        {
            using var meter = world.Job.StartMeter(1m);
            if (isDisposed)
                meter.Dispose();
            using var source = meter.CreateLinkedTokenSource(new CancellationToken(isCancelled));
            Assert.Equal(isCancelled, source.IsCancellationRequested);
        })),
        ["BudgetForecaster..ctor(BudgetEnforcer,Double,Decimal)"] = Attack.With(
            OddInput.Portion, OddInput.Money, Gen.Int[0, 19], "new BudgetForecaster", (world, progress, setAside, twist) =>
        {
            if (twist == 0)
            {
                world.Throws<ArgumentNullException>(() => new BudgetForecaster(null!, progress, setAside)).ParamName.Should().Be("budget");
                return;
            }

            var bad = Bad((IsPortion(progress), "initialProgress", progress), (setAside >= 0, "setAside", setAside));
            if (bad.Length > 0)
                world.Refuses(() => _ = new BudgetForecaster(world.Job, progress, setAside), bad);
            else
                world.Unchanged(() => LooksRight(new BudgetForecaster(world.Job, progress, setAside).Report(progress)));
        }),
        ["BudgetForecaster.Report(Double,Decimal)"] = Attack.AlsoHeavy(Attack.With(
            OddInput.Portion, OddInput.Money, Gen.Long[0, 1_000_000], "Report", (world, progress, pending, seconds) =>
        {
            var forecaster = new BudgetForecaster(world.Job);
            world.Clock.Advance(TimeSpan.FromSeconds(seconds));
            Try(() => world.Job.AddCost(1m));
            var bad = Bad((IsPortion(progress), "progress", progress), (pending >= 0, "pendingCost", pending));
            if (bad.Length > 0)
                world.Refuses(() => forecaster.Report(progress, pending), bad);
            else
                world.Unchanged(() => LooksRight(forecaster.Report(progress, pending)));
        })),
        ["BudgetedRun.RunAsync(BudgetEnforcer,Func`3,BudgetedRunOptions,CancellationToken)"] = Attack.With(
            RunOptions, Gen.Bool, Gen.Int[0, 19], "RunAsync", (world, options, isCancelled, twist) =>
        {
            var ran = false;
            var run = () => BudgetedRun.RunAsync(
                twist == 0 ? null! : world.Job, twist == 1 ? null! : (_, _) => Ran(out ran), options, new CancellationToken(isCancelled)).GetAwaiter().GetResult();
            var bad = Bad(
            [
                (options.ProjectedCost is null or >= 0, "ProjectedCost", options.ProjectedCost),
                (options.RatePerHour is not { } rate || IsRate(rate), "RatePerHour", options.RatePerHour),
                (options.LandingReserve >= 0, "LandingReserve", options.LandingReserve),
                (IsPortion(options.InitialProgress), "InitialProgress", options.InitialProgress),
                (Enum.IsDefined(options.ProjectionPolicy), "ProjectionPolicy", options.ProjectionPolicy),
                .. Times(options.Meter, "Meter"),
            ]);
            if (twist < 2)
            {
                world.Throws<ArgumentNullException>(() => run()).ParamName.Should().Be(twist == 0 ? "budget" : "job");
            }
            else if (bad.Length > 0)
            {
                world.Refuses(() => run(), bad);
                Assert.False(ran);
            }
            else
            {
                world.Unchanged(() =>
                {
                    var outcome = run().Outcome;
                    Assert.Equal(outcome == BudgetedRunOutcome.Completed, ran);
                });
            }
        }),
        ["BudgetedRun.ReportProgress(Double)"] = Attack.With(
            OddInput.Portion, "ReportProgress", (world, progress) => InARun(world, run =>
        {
            if (IsPortion(progress))
                world.Unchanged(() => LooksRight(run.ReportProgress(progress)));
            else
                world.Refuses(() => run.ReportProgress(progress), ("progress", progress));
        })),
        ["BudgetedLanding.AddCost(Decimal)"] = Attack.AlsoHeavy(Attack.With(
            OddInput.Money, "landing.AddCost", (world, amount) =>
        {
            BudgetedLanding? landing = null;
            using var stop = new CancellationTokenSource();
            var options = new BudgetedRunOptions { OnStopping = it => Task.FromResult(landing = it) };
            var outcome = BudgetedRun.RunAsync(world.Root, (_, _) => stop.CancelAsync(), options, stop.Token).GetAwaiter().GetResult().Outcome;
            if (landing is null)
                Assert.Equal(BudgetedRunOutcome.Refused, outcome);
            else if (amount < 0)
                world.Refuses(() => landing.AddCost(amount), ("amount", amount));
            else if (!world.CanCount(amount, BigInteger.Zero))
                world.Throws<OverflowException>(() => landing.AddCost(amount));
            else
                landing.AddCost(amount);
            Assert.Equal(landing is null || amount < 0 || !world.CanCount(amount, BigInteger.Zero) ? 0m : amount, landing?.Cost ?? 0m);
        })),
    };

    internal static Gen<BudgetedRunOptions> AnyRunOptions => RunOptions;

    private static Gen<T?> Maybe<T>(Gen<T> odd)
        where T : struct => Gen.Frequency((2, Gen.Const((T?)null)), (1, odd.Select(value => (T?)value)));

    private static bool IsRate(decimal rate) => rate is >= 0 and <= LargestRate;

    private static bool IsSlice(TimeSpan? slice) => slice is null || (slice >= TimeSpan.FromMilliseconds(100) && slice <= TimeSpan.FromHours(1));

    private static bool IsBilled(TimeSpan time) => time >= TimeSpan.Zero && time <= TimeSpan.FromHours(24);

    private static (bool IsGood, string Name, object? Value)[] Times(CostMeterOptions? options, string name) => options is null ? [] :
    [
        (IsSlice(options.Slice), name, options.Slice), (IsBilled(options.Increment), name, options.Increment), (IsBilled(options.Minimum), name, options.Minimum),
    ];

    private static bool IsPortion(double portion) => portion is >= 0 and <= 1;

    private static (string Name, object? Value)[] Bad(params (bool IsGood, string Name, object? Value)[] arguments) =>
        [.. arguments.Where(argument => !argument.IsGood).Select(argument => (argument.Name, argument.Value))];

    // An amount that does not fit is not bad input, and neither is a total that is too large to count.
    private static void Try(Action action)
    {
        var exception = Record.Exception(action);
        Assert.True(exception is null or BudgetExceededException or OverflowException, exception?.ToString());
    }

    private static void LooksRight(BudgetForecast forecast)
    {
        Assert.True(forecast is { Spent: >= 0, BurnRatePerHour: null or >= 0, ProjectedTotal: null or >= 0 });
        Assert.True(forecast.TimeToExhaustion is null || forecast.TimeToExhaustion >= TimeSpan.Zero);
        Assert.True(Readable.IsSafe(forecast.ToString()), forecast.ToString());
    }

    private static Task Ran(out bool ran)
    {
        ran = true;
        return Task.CompletedTask;
    }

    private static void InARun(World world, Action<BudgetedRun> job) => BudgetedRun.RunAsync(world.Job, (run, _) =>
    {
        job(run);
        return Task.CompletedTask;
    }).GetAwaiter().GetResult().ThrowIfFailed();
}
