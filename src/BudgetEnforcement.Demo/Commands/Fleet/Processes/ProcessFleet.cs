using System.Collections.Concurrent;
using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Ledgers;

namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>The processes of a fleet and the one budget that they share, watched until all have ended and nothing of them is in doubt.</summary>
internal sealed class ProcessFleet(
    BudgetLedger ledger, BillFolder bills, LedgerBudgetInfo team, IReadOnlyList<FleetProcess> processes, decimal? killAfter)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly MoneyFormat _money = new(team.Limit, team.Currency);
    private readonly decimal _spentBefore = team.Spent;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly HashSet<FleetProcess> _shownInDoubt = [];

    internal IReadOnlyList<FleetProcess> Processes => processes;

    /// <summary>The budget as the ledger has it.</summary>
    internal LedgerBudgetInfo Team { get; private set; } = team;

    /// <summary>The amount of it that the dead processes hold.</summary>
    internal decimal InDoubt => processes.Where(process => process.State is WorkerState.InDoubt).Sum(process => process.Held);

    /// <summary>Whether the user wanted a process to be killed.</summary>
    internal bool IsToKill => killAfter is not null;

    private bool HasKilled => processes.Any(process => process.IsKilled);

    /// <summary>Takes a line that a process tells, from any thread.</summary>
    internal void Hear(string line) => _lines.Enqueue(line);

    /// <summary>Watches until the end.</summary>
    /// <param name="view">Where to show it.</param>
    /// <param name="clock">The clock of the view.</param>
    /// <param name="cancellationToken">The user's wish to end: all land.</param>
    internal async Task WatchAsync(IFleetView view, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.Register(() =>
        {
            foreach (var process in processes)
                process.Stop();
        });
        var drawnAt = clock.GetTimestamp();
        do
        {
            await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
            await LookAsync(view).ConfigureAwait(false);
            while (_lines.TryDequeue(out var line))
                view.Tell(line);
            if (clock.GetElapsedTime(drawnAt) < view.Interval)
                continue;
            drawnAt = clock.GetTimestamp();
            view.Draw();
            _shownInDoubt.UnionWith(processes.Where(process => process.State is WorkerState.InDoubt));
        }
        while (processes.Any(process => !process.HasEnded));

        Team = (await ledger.FindAsync(Team.Name, CancellationToken.None).ConfigureAwait(false))!;
        foreach (var process in processes)
        {
            if (await process.ReadToEndAsync().ConfigureAwait(false) is { Length: > 0 } error)
                Hear($"! process {process.Number}: {error.TrimEnd()}");
        }

        while (_lines.TryDequeue(out var line))
            view.Tell(line);
    }

    private async Task LookAsync(IFleetView view)
    {
        var nodes = await ledger.GetNodesAsync(CancellationToken.None).ConfigureAwait(false);
        Team = (await ledger.FindAsync(Team.Name, CancellationToken.None).ConfigureAwait(false))!;
        foreach (var process in processes)
            process.See(nodes, bills);
        if (!HasKilled && Team.Spent - _spentBefore >= killAfter)
            KillOne(view);
        foreach (var process in processes.Where(process => process.State is WorkerState.InDoubt))
            await SettleAsync(process, nodes, view).ConfigureAwait(false);
    }

    private void KillOne(IFleetView view)
    {
        // The one with the most in hand shows best what a crash costs.
        var victim = processes.Where(process => process is { State: WorkerState.Running, Held: > 0m }).MaxBy(process => process.Held);
        if (victim is null)
            return;
        victim.Kill();
        view.Tell($"! process {victim.Number} ({victim.Pid}) is killed, as by kill -9: what it holds, about {_money.PreciseUp(victim.Held)}, stays held, in doubt");
    }

    // The lock of its bill would tell at once that it is dead. The demo waits until the ledger has noticed by itself and the view has shown it, so
    // that the user sees what that is like.
    private async Task SettleAsync(FleetProcess process, IReadOnlyList<LedgerNodeInfo> nodes, IFleetView view)
    {
        if (!_shownInDoubt.Contains(process) || nodes.Single(node => node.Name == process.Name) is not { Status: LedgerNodeStatus.InDoubt } node)
            return;
        if (await new LostProcesses(ledger, bills, _money).SettleAsync(node, CancellationToken.None).ConfigureAwait(false) is not { } line)
            return;
        process.SeeSettled(bills);
        view.Tell($"! process {process.Number}: {line}");
    }
}
