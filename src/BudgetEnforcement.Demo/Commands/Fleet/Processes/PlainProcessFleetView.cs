namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>Plain lines: of each process that has not ended and of the team every second, and one for each event between.</summary>
internal sealed class PlainProcessFleetView(TextWriter output, ProcessFleetMessages messages, ProcessFleet fleet) : IFleetView
{
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(1);

    public Task ShowAsync(Func<Task> work) => work();

    public void Draw()
    {
        foreach (var process in fleet.Processes.Where(process => !process.HasEnded))
            output.WriteLine(messages.Progress(process));
        output.WriteLine(messages.Team(fleet));
    }

    public void Tell(string line) => output.WriteLine(line);
}
