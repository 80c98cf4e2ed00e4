using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.Metering;

/// <summary>
/// A meter of one a second on a budget of its own, with a clock by hand. Each step gives the scene back, so that a test reads as what happens, one thing after
/// the other. Money of the budget and readings of the meter are looked at apart: a reading of the meter is one of the clock too.
/// </summary>
internal sealed class MeterScene
{
    internal const decimal OnePerSecond = 3600m;

    private readonly List<BudgetReservation> _heldByOthers = [];

    internal MeterScene(
        decimal limit = 100m,
        CostMeterOptions? options = null,
        ManualClock? clock = null,
        ILogger<BudgetEnforcer>? logger = null,
        int maxWaiters = 0,
        decimal ratePerHour = OnePerSecond)
    {
        Clock = clock ?? new ManualClock();
        Budget = Clock.Budget(limit, logger, maxWaiters);
        Meter = Budget.StartMeter(ratePerHour, options);
    }

    internal ManualClock Clock { get; }

    internal BudgetEnforcer Budget { get; }

    internal CostMeter Meter { get; }

    internal bool IsExhausted => Meter.ExhaustedToken.IsCancellationRequested;

    /// <summary>Lets time pass in small steps, so that timers fire when they are due.</summary>
    internal MeterScene Pass(double seconds) => Do(() => Clock.AdvanceSeconds(seconds));

    /// <summary>Lets time pass at once: timers fire at the end of it.</summary>
    internal MeterScene Jump(double seconds) => Do(() => Clock.Advance(TimeSpan.FromSeconds(seconds)));

    /// <summary>Sets what has elapsed, forward or back; no timer fires.</summary>
    internal MeterScene At(int seconds) => Do(() => Clock.Set(ManualClock.Noon, TimeSpan.FromSeconds(seconds)));

    internal MeterScene ChangeRate(decimal perSecond) => Do(() => Meter.ChangeRate(perSecond * OnePerSecond));

    internal MeterScene Pause() => Do(Meter.Pause);

    internal MeterScene Resume() => Do(Meter.Resume);

    internal MeterScene Renew() => Do(() => Meter.RenewIfDue());

    internal MeterScene Stop() => Do(Meter.Dispose);

    /// <summary>Another thread disposes of the meter after the next request has begun and before it is in line.</summary>
    internal MeterScene StopInsideTheNextRequest() => Do(() => Clock.AtNextTimestamp(Meter.Dispose));

    /// <summary>Makes the next readings of the clock fail, as many as given.</summary>
    internal MeterScene FailReadings(int count) => Do(() => Clock.FailingTimestamps = count);

    internal MeterScene OthersSpend(decimal cost) => Do(() => Budget.TryAddCost(cost).Should().BeTrue());

    internal MeterScene OthersHold(decimal amount) => Do(() => _heldByOthers.Add(Budget.Reserve(amount)));

    internal MeterScene OthersLetGo() => Do(() => _heldByOthers.ForEach(held => held.Release()));

    internal MeterScene TopUp(decimal limit) => Do(() => Budget.UpdateLimit(limit));

    internal MeterScene Do(Action step)
    {
        step();
        return this;
    }

    internal MeterScene ShouldHave(decimal spent, decimal reserved, decimal? overage = null)
    {
        var report = Budget.GetStatus();
        (report.Spent, report.Reserved, report.Overage).Should().Be((spent, reserved, overage ?? report.Overage));
        return this;
    }

    internal MeterScene ShouldRead(decimal cost, decimal? pending = null, double? seconds = null, bool? isRunning = null)
    {
        (Meter.Cost, Meter.PendingCost, Meter.Elapsed, Meter.IsRunning).Should().Be((
            cost, pending ?? Meter.PendingCost, seconds is { } elapsed ? TimeSpan.FromSeconds(elapsed) : Meter.Elapsed, isRunning ?? Meter.IsRunning));
        return this;
    }

    internal MeterScene ShouldBeExhausted(bool isExhausted = true) => Do(() => IsExhausted.Should().Be(isExhausted));

    internal MeterScene ShouldBeExceeded(bool isExceeded = true) => Do(() => Budget.IsBudgetExceeded.Should().Be(isExceeded));
}
