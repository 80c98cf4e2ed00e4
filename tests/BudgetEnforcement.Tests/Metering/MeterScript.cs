namespace BudgetEnforcement.Tests.Metering;

/// <summary>A meter of one a second, what is done to it, and the numbers that it must leave.</summary>
/// <param name="Limit">The limit of its budget.</param>
/// <param name="Do">What is done.</param>
/// <param name="Spent">What the budget has recorded.</param>
/// <param name="Reserved">What it holds.</param>
internal sealed record MeterScript(decimal Limit, Action<MeterScene> Do, decimal Spent, decimal Reserved)
{
    internal const decimal OnePerSecond = 3600m;

    /// <summary>What one second costs at the start.</summary>
    internal decimal Rate { get; init; } = 1m;

    internal CostMeterOptions Options { get; init; } = new();

    /// <summary>Whether no timer fires, as in a process that was suspended.</summary>
    internal bool IsFrozen { get; init; }

    internal bool IsExhausted { get; init; }

    internal bool IsRunning { get; init; } = true;

    internal decimal Pending { get; init; }

    /// <summary>How many seconds it ran; open where it is null.</summary>
    internal double? Elapsed { get; init; }

    /// <summary>What was recorded above what was held; open where it is null.</summary>
    internal decimal? Overage { get; init; } = 0m;

    /// <summary>Time that passes with every timer in time.</summary>
    internal static MeterScript After(decimal limit, double seconds, decimal spent, decimal reserved) =>
        new(limit, it => it.Wait(seconds), spent, reserved);
}

/// <summary>What a script has to do with.</summary>
internal sealed record MeterScene(BudgetEnforcer Budget, CostMeter Meter, ManualClock Clock)
{
    internal void Wait(double seconds) => Clock.AdvanceSeconds(seconds);

    internal void ChangeRate(decimal perSecond) => Meter.ChangeRate(perSecond * MeterScript.OnePerSecond);
}
