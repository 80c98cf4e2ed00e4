namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>Plain lines: of each job that runs and of the team every two seconds, and one for each event between.</summary>
internal sealed class PlainFleetView(TextWriter output, FleetMessages messages, BudgetEnforcer team, IReadOnlyList<FleetJob> jobs) : IFleetView
{
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(2);

    public Task ShowAsync(Func<Task> fleet) => fleet();

    public void Draw()
    {
        foreach (var job in jobs.Where(job => job.Standing.IsActive))
            output.WriteLine(messages.Progress(job));
        output.WriteLine(messages.Team(team));
    }

    public void Tell(string line) => output.WriteLine(line);
}
