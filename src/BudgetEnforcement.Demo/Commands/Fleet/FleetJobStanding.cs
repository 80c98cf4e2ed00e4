namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>A job at one instant.</summary>
/// <param name="State">How far the job has come.</param>
/// <param name="Progress">The portion of its work that is done, from 0 to 1.</param>
/// <param name="Loss">Its smoothed loss, or null before its first step.</param>
/// <param name="Spent">The spend of the job.</param>
/// <param name="Forecast">The forecast of its spend.</param>
internal sealed record FleetJobStanding(FleetJobState State, double Progress, double? Loss, decimal Spent, BudgetForecast Forecast)
{
    internal static FleetJobStanding Waiting { get; } = new(FleetJobState.Waiting, 0, null, 0m, default);

    internal bool IsActive => State is FleetJobState.PreFlight or FleetJobState.Running;

    internal string StateText => State switch
    {
        FleetJobState.Waiting => "waiting",
        FleetJobState.PreFlight => "pre-flight",
        FleetJobState.Running => "running",
        FleetJobState.Completed => "completed",
        FleetJobState.Refused => "refused",
        FleetJobState.StoppedByJob => "stopped: own budget",
        FleetJobState.StoppedByTeam => "stopped: team budget",
        FleetJobState.Interrupted => "interrupted",
        _ => "failed",
    };

    internal string ShortStateText => State switch
    {
        FleetJobState.StoppedByJob => "stopped: own",
        FleetJobState.StoppedByTeam => "stopped: team",
        _ => StateText,
    };
}
