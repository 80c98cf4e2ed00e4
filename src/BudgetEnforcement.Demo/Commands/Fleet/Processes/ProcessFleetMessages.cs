using BudgetEnforcement.Demo.Display;

namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>The sentences about processes that every view tells alike.</summary>
internal sealed class ProcessFleetMessages(MoneyFormat money)
{
    internal static string State(FleetProcess process) => process.State switch
    {
        WorkerState.Starting => "starting",
        WorkerState.Running => "running",
        WorkerState.Done => "ended",
        WorkerState.InDoubt => "killed, in doubt",
        WorkerState.Settled => "killed, settled",
        _ => "failed",
    };

    internal string Held(FleetProcess process) => money.Up(process.Held);

    internal string Spent(FleetProcess process) => money.Up(process.Spent);

    internal string Progress(FleetProcess process) =>
        $"process {process.Number} ({process.Pid})  {State(process),-16}  held {Held(process)}  spent {Spent(process)}  ({process.Jobs})";

    internal string Team(ProcessFleet fleet) =>
        $"{fleet.Team.Name}: {new SpendMessages(money).Spent(fleet.Team.Spent, fleet.Team.Limit)}, " +
        $"held {money.Up(fleet.Team.Held)}, of that in doubt {money.Up(fleet.InDoubt)}";
}
