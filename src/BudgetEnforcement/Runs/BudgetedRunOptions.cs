namespace BudgetEnforcement;

/// <summary>
/// How a job is run under a budget. <see cref="BudgetedRun.RunAsync"/> copies it. All amounts are in the currency of the budget.
/// </summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class BudgetedRunOptions
{
    /// <summary>
    /// What the whole run is expected to cost, without its landing; 0 or more. Default <see langword="null"/>: not known, so nothing is
    /// checked before the start.
    /// </summary>
    public decimal? ProjectedCost { get; set; }

    /// <summary>
    /// What to do where <see cref="ProjectedCost"/> and <see cref="LandingReserve"/> do not fit. Default
    /// <see cref="ProjectionPolicy.Refuse"/>. In a budget with a period the projected cost is spread over the time that it takes at
    /// <see cref="RatePerHour"/>, so that each period must have room for its part only; without a rate, such a budget does not refuse the
    /// run, and a warning is logged.
    /// </summary>
    public ProjectionPolicy ProjectionPolicy { get; set; }

    /// <summary>
    /// What an hour of the run costs; from 0 to 10¹². Default <see langword="null"/>: time costs nothing, and there is no meter.
    /// </summary>
    public decimal? RatePerHour { get; set; }

    /// <summary>
    /// How the meter for <see cref="RatePerHour"/> works. Default <see langword="null"/>: as <see cref="CostMeterOptions"/> has it.
    /// </summary>
    public CostMeterOptions? Meter { get; set; }

    /// <summary>
    /// What stopping may cost: held when the run starts, and spent by <see cref="OnStopping"/>. A run that is stopped ends inside its limit
    /// if the winding down of the job and the landing cost no more than this. 0 or more; default 0.
    /// </summary>
    public decimal LandingReserve { get; set; }

    /// <summary>
    /// What to do when the run must stop, because the budget has no room for more or because the caller cancelled: save a checkpoint. It
    /// runs after the job has ended, also where that ended by an exception when it was told to stop. Its time, at the rate of the meter
    /// from the moment the job ended, is committed against <see cref="LandingReserve"/>. Default <see langword="null"/>: nothing.
    /// </summary>
    public Func<BudgetedLanding, Task>? OnStopping { get; set; }

    /// <summary>
    /// Receives each forecast; what it throws goes to the job that reported. Default <see langword="null"/>: nothing does.
    /// </summary>
    public IProgress<BudgetForecast>? Progress { get; set; }

    /// <summary>
    /// The portion of the work that is done at the start, from 0 to 1, both included; above 0 in a run that is resumed. Default 0.
    /// </summary>
    public double InitialProgress { get; set; }

    internal BudgetedRunOptions ValidCopy()
    {
        var copy = (BudgetedRunOptions)MemberwiseClone();
        if (copy.ProjectedCost is { } projected)
            Money.ThrowIfNegative(projected, nameof(ProjectedCost));
        if (copy.Meter is { } meter)
            copy.Meter = meter.ValidCopy(nameof(Meter));
        if (copy.RatePerHour is { } rate)
            CostMeter.ThrowIfNoRate(rate, nameof(RatePerHour));
        Money.ThrowIfNegative(copy.LandingReserve, nameof(LandingReserve));
        BudgetForecaster.ThrowIfNoPortion(copy.InitialProgress, nameof(InitialProgress));
        if (!Enum.IsDefined(copy.ProjectionPolicy))
            throw new ArgumentOutOfRangeException(nameof(ProjectionPolicy), copy.ProjectionPolicy, "ProjectionPolicy must be a named value.");
        return copy;
    }
}
