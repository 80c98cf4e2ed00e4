namespace BudgetEnforcement.Tests;

/// <summary>When a budget starts again, by the clock of UTC, which may be wrong and be put right.</summary>
internal sealed class ModelPeriod(BudgetPeriod period, DateTimeOffset now)
{
    private DateTimeOffset? _setAside;

    internal DateTimeOffset End { get; private set; } = EndAfter(period, now);

    /// <summary>Corrects an impossible end, and tells whether the period is over.</summary>
    internal bool IsOver(DateTimeOffset now)
    {
        var regular = EndAfter(period, now);
        if (_setAside == regular)
            (End, _setAside) = (regular, null);
        else if (End > EndAfter(period, regular))
            (End, _setAside) = (regular, End);
        return End <= now;
    }

    internal void Begin(DateTimeOffset now)
    {
        End = EndAfter(period, now);
        if (_setAside <= End)
            _setAside = null;
    }

    private static DateTimeOffset EndAfter(BudgetPeriod period, DateTimeOffset now)
    {
        var midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1);
        while ((period == BudgetPeriod.Weekly && midnight.DayOfWeek != DayOfWeek.Monday) || (period == BudgetPeriod.Monthly && midnight.Day != 1))
            midnight = midnight.AddDays(1);
        return midnight;
    }
}
