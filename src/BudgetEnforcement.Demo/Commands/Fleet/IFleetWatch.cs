namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>Hears what the jobs of a fleet do, from any thread.</summary>
internal interface IFleetWatch
{
    /// <summary>Some job has another <see cref="FleetJob.Standing"/>.</summary>
    void Changed();

    void Ended(FleetJob job);
}
