using BudgetEnforcement.Demo.Jobs;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>Where a job of the fleet is.</summary>
internal enum FleetJobState
{
    /// <summary>Other jobs use the machines.</summary>
    Waiting,

    /// <summary>A step of it is being timed.</summary>
    PreFlight,

    /// <summary>It trains.</summary>
    Running,

    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>It was not started: it would not have fitted.</summary>
    Refused,

    /// <summary>Its own budget had no room for more.</summary>
    StoppedByJob,

    /// <summary>The budget of the team had no room for more.</summary>
    StoppedByTeam,

    /// <summary>The user asked for the end.</summary>
    Interrupted,

    /// <summary>It threw.</summary>
    Failed,
}
