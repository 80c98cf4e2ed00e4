namespace BudgetEnforcement.Tests.Metering;

/// <summary>Slices of five seconds unless a script says otherwise: held ahead, renewed after each half slice, exhausted with a quarter left.</summary>
public sealed class MeterScriptTests
{
    public static TheoryData<string> Names => [.. Scripts.Keys];

    private static CostMeterOptions ByTheMinute => new() { Increment = TimeSpan.FromMinutes(1) };

    private static Dictionary<string, MeterScript> Scripts { get; } = new()
    {
        ["less than half a slice leaves the hold"] = MeterScript.After(100m, 2.4, spent: 0m, reserved: 5m) with { Pending = 2.4m },
        ["half a slice is recorded and the next one held"] = MeterScript.After(100m, 2.5, spent: 2.5m, reserved: 5m),
        ["the next slice fits exactly"] = MeterScript.After(7.5m, 2.5, spent: 2.5m, reserved: 5m),
        ["the next slice misses by the smallest amount"] = MeterScript.After(7.4999999999999999999999999999m, 3.75, spent: 0m, reserved: 5m) with { Pending = 3.75m, IsExhausted = true },
        ["just before a quarter of a slice is left"] = MeterScript.After(10m, 8.7, spent: 5m, reserved: 5m) with { Pending = 3.7m },
        ["when a quarter of a slice is left"] = MeterScript.After(10m, 8.75, spent: 5m, reserved: 5m) with { Pending = 3.75m, IsExhausted = true },
        ["a job that runs on is charged the truth"] = MeterScript.After(10m, 25, spent: 25m, reserved: 0m) with { IsExhausted = true, Overage = 15m },
        ["calls take the room"] = new(100m, it => { it.Budget.TryAddCost(95m); it.Wait(3.75); }, 95m, 5m) { Pending = 3.75m, IsExhausted = true },
        ["a top-up after the exhaustion"] = new(10m, it => { it.Wait(8.75); it.Budget.UpdateLimit(100m); it.Wait(1.25); }, 10m, 5m) { IsExhausted = true },
        ["a top-up after an overrun"] = new(10m, it => { it.Wait(20); it.Budget.UpdateLimit(100m); it.Wait(2.5); }, 21.25m, 5m) { Pending = 1.25m, IsExhausted = true, Overage = 11.25m },
        ["a rate of nothing"] = new(0m, it => it.Wait(3600), 0m, 0m) { Rate = 0m, Elapsed = 3600 },

        ["disposed of between ticks"] = new(100m, it => { it.Clock.Advance(TimeSpan.FromTicks(61_234_567)); it.Meter.Dispose(); it.Wait(60); }, 6.1234567m, 0m) { IsRunning = false, Elapsed = 6.1234567, Overage = 1.1234567m },
        ["disposed of at once"] = new(100m, it => it.Meter.Dispose(), 0m, 0m) { IsRunning = false, Elapsed = 0 },
        ["disposed of inside what is held after the exhaustion"] = new(10m, it => { it.Wait(8.75); it.Wait(1.25); it.Meter.Dispose(); }, 10m, 0m) { IsRunning = false, IsExhausted = true },
        ["disposed of while a renewal is tried again"] = new(100m, it => { it.Budget.Reserve(95m); it.Wait(3.25); it.Meter.Dispose(); }, 3.25m, 95m) { IsRunning = false },

        ["others hold the rest, not too long"] = new(100m, it => { it.Budget.Reserve(95m); it.Wait(3.5); }, 0m, 100m) { Pending = 3.5m },
        ["others hold the rest too long"] = new(100m, it => { it.Budget.Reserve(95m); it.Wait(3.75); }, 0m, 100m) { Pending = 3.75m, IsExhausted = true },

        ["a higher rate"] = new(100m, it => { it.Wait(1); it.ChangeRate(3m); }, 1m, 15m),
        ["a lower rate frees room at once"] = new(100m, it => it.ChangeRate(1m), 0m, 5m) { Rate = 20m },
        ["a rate that does not fit is charged all the same"] = new(100m, it => { it.Wait(1); it.ChangeRate(21m); it.Wait(1); it.Meter.Dispose(); }, 22m, 0m) { IsRunning = false, IsExhausted = true, Overage = 17m },
        ["paused"] = new(100m, it => { it.Wait(1.5); it.Meter.Pause(); it.Wait(1000); }, 1.5m, 0m) { IsRunning = false, Elapsed = 1.5 },
        ["paused twice"] = new(100m, it => { it.Wait(1); it.Meter.Pause(); it.Wait(1); it.Meter.Pause(); }, 1m, 0m) { IsRunning = false, Elapsed = 1 },
        ["another rate while paused"] = new(100m, it => { it.Meter.Pause(); it.Wait(10); it.ChangeRate(2m); it.Wait(10); }, 0m, 0m) { IsRunning = false },
        ["resumed at another rate"] = new(100m, it => { it.Meter.Pause(); it.Wait(10); it.ChangeRate(2m); it.Meter.Resume(); it.Wait(1); }, 0m, 10m) { Pending = 2m },
        ["resumed"] = new(100m, it => { it.Meter.Pause(); it.Wait(100); it.Meter.Resume(); it.Wait(2.5); }, 2.5m, 5m) { Elapsed = 2.5 },
        ["resumed while it runs"] = new(100m, it => { it.Wait(1); it.Meter.Resume(); it.Wait(1); }, 0m, 5m) { Pending = 2m },
        ["resumed where a slice does not fit"] = new(100m, it => { it.Meter.Pause(); it.Budget.AddCost(96m); it.Meter.Resume(); it.Wait(2); it.Meter.Dispose(); }, 98m, 0m) { IsRunning = false, IsExhausted = true, Overage = 2m },

        ["the first minute is recorded at once"] = new(1000m, _ => { }, 60m, 0m) { Options = ByTheMinute },
        ["the next minute begins within the slice"] = new(1000m, it => it.Wait(57.5), 60m, 60m) { Options = ByTheMinute },
        ["the next minute has begun"] = new(1000m, it => { it.Wait(57.5); it.Wait(5); }, 120m, 0m) { Options = ByTheMinute },
        ["the next minute does not fit, not yet"] = new(119m, it => it.Wait(58.5), 60m, 0m) { Options = ByTheMinute },
        ["the next minute does not fit"] = new(119m, it => { it.Wait(59); it.Meter.Dispose(); }, 60m, 0m) { Options = ByTheMinute, IsRunning = false, IsExhausted = true },
        ["paused in a minute"] = new(1000m, it => { it.Wait(10); it.Meter.Pause(); }, 60m, 0m) { Options = ByTheMinute, IsRunning = false },
        ["resumed by the minute"] = new(1000m, it => { it.Wait(10); it.Meter.Pause(); it.Meter.Resume(); it.Wait(60); it.Meter.Dispose(); }, 120m, 0m) { Options = ByTheMinute, IsRunning = false, Elapsed = 70, Overage = null },
        ["another rate in mid-minute"] = new(1000m, it => { it.Wait(30); it.ChangeRate(2m); it.Wait(31); it.Meter.Dispose(); }, 180m, 0m) { Options = ByTheMinute, IsRunning = false },
        ["resumed where its minimum does not fit"] = new(1000m, it => { it.Meter.Pause(); it.Budget.AddCost(900m); it.Meter.Resume(); it.Meter.Dispose(); }, 1020m, 0m)
            { Options = new() { Minimum = TimeSpan.FromMinutes(1) }, IsRunning = false, IsExhausted = true, Overage = 60m },

        ["suspended, and nobody has told the budget"] = MeterScript.After(10m, 100, spent: 0m, reserved: 5m) with { IsFrozen = true, Pending = 100m, Elapsed = 100 },
        ["suspended and disposed of"] = new(10m, it => { it.Wait(100); it.Meter.Dispose(); }, 100m, 0m) { IsFrozen = true, IsRunning = false, Overage = 95m },
        ["suspended and paused"] = new(10m, it => { it.Wait(100); it.Meter.Pause(); }, 100m, 0m) { IsFrozen = true, IsRunning = false, Overage = 95m },
        ["suspended and renewed"] = new(1000m, it => { it.Wait(100); it.Meter.RenewIfDue(); }, 100m, 5m) { IsFrozen = true, Overage = 95m },
        ["suspended and renewed past the limit"] = new(10m, it => { it.Wait(100); it.Meter.RenewIfDue(); }, 100m, 0m) { IsFrozen = true, IsExhausted = true, Overage = 95m },
        ["suspended and renewed where the next slice does not fit"] = new(10m, it => { it.Wait(9); it.Meter.RenewIfDue(); }, 9m, 0m) { IsFrozen = true, IsExhausted = true, Overage = 4m },
        ["a clock that jumps far past the slice"] = new(1000m, it => it.Clock.Advance(TimeSpan.FromSeconds(500)), 500m, 5m) { Overage = 495m },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Script_Done_LeavesItsNumbersOnTheWholePath(string name)
    {
        var script = Scripts[name];
        var clock = new ManualClock(script.IsFrozen);
        var team = new BudgetEnforcer(new BudgetOptions { Limit = script.Limit }, timeProvider: clock);
        var job = team.CreateChild(new BudgetOptions { Limit = 1_000_000m });
        var exceeded = team.ExceededToken;
        using var meter = job.StartMeter(script.Rate * MeterScript.OnePerSecond, script.Options);

        script.Do(new MeterScene(team, meter, clock));

        var report = team.GetStatus();
        (report.Spent, report.Reserved, report.Overage).Should().Be((script.Spent, script.Reserved, script.Overage ?? report.Overage));
        (meter.ExhaustedToken.IsCancellationRequested, meter.IsRunning, meter.PendingCost).Should().Be((script.IsExhausted, script.IsRunning, script.Pending));
        exceeded.IsCancellationRequested.Should().Be(script.Spent > script.Limit);
        if (script.Elapsed is { } elapsed)
            meter.Elapsed.Should().Be(TimeSpan.FromSeconds(elapsed));
    }
}
