using System.Diagnostics;
using BudgetEnforcement.Demo.Ledgers;

namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>A process of the fleet as the one that started it knows it: partly from the process, partly from the ledger, at last from its bill.</summary>
internal sealed class FleetProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _outputEnded = new();
    private readonly Task<string> _error;
    private bool _hasExited;

    private FleetProcess(int number, string name, string jobs, Process process, Action<string> tell)
    {
        Number = number;
        Name = name;
        Jobs = jobs;
        _process = process;
        Pid = process.Id;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                tell(text);
            else
                _outputEnded.TrySetResult();
        };
        process.BeginOutputReadLine();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>From 1.</summary>
    internal int Number { get; }

    /// <summary>Its name, in the ledger and on its bill.</summary>
    internal string Name { get; }

    internal string Jobs { get; }

    internal int Pid { get; }

    internal WorkerState State { get; private set; }

    /// <summary>The amount that it may spend without asking, as of its last report; once it has died, the amount in doubt.</summary>
    internal decimal Held { get; private set; }

    /// <summary>The spend that it has reported; once it has ended, the sum that it has billed.</summary>
    internal decimal Spent { get; private set; }

    /// <summary>Whether this program has killed it.</summary>
    internal bool IsKilled { get; private set; }

    internal bool HasEnded => State is WorkerState.Done or WorkerState.Settled or WorkerState.Failed;

    /// <summary>Whether it ended without being asked to.</summary>
    internal bool HasFailed => HasEnded && !IsKilled && _process.ExitCode != ExitCodes.Ok;

    internal static FleetProcess Start(int number, string jobs, FleetWorkerOptions options, Action<string> tell) =>
        new(number, options.Name, jobs, DemoProgram.Start(FleetWorkerCommand.Arguments(options)), tell);

    /// <summary>Takes over what the ledger knows of the process.</summary>
    internal void See(IReadOnlyList<LedgerNodeInfo> nodes, BillFolder bills)
    {
        if (HasEnded)
            return;
        var node = nodes.SingleOrDefault(node => node.Name == Name);
        Held = node?.Holdings.Sum(holding => holding.Held) ?? 0m;
        if (node is { Holdings: [var holding, ..] })
            Spent = holding.Spent;
        State = (_hasExited, node?.Status) switch
        {
            (false, null) => WorkerState.Starting,
            (false, _) => WorkerState.Running,
            (true, null) => WorkerState.Failed,
            (true, LedgerNodeStatus.Closed) => WorkerState.Done,
            _ => WorkerState.InDoubt,
        };
        if (State is WorkerState.Done)
            ReadBill(bills);

        // For the next look: an orderly end is in the ledger before the process has exited, but perhaps not yet in what was read of the ledger.
        _hasExited = _process.HasExited;
    }

    /// <summary>Notes that it is settled.</summary>
    internal void SeeSettled(BillFolder bills)
    {
        (State, Held) = (WorkerState.Settled, 0m);
        ReadBill(bills);
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    internal void Kill()
    {
        IsKilled = true;
        _process.Kill();
    }

    /// <summary>Asks it to land.</summary>
    internal void Stop()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    /// <summary>Waits until all its lines are told.</summary>
    /// <returns>The error that it reported itself.</returns>
    internal async Task<string> ReadToEndAsync()
    {
        await _outputEnded.Task.ConfigureAwait(false);
        return await _error.ConfigureAwait(false);
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }

    private void ReadBill(BillFolder bills)
    {
        using var bill = Bill.OpenOfTheDead(bills.PathOf(Name));
        if (bill is not null)
            Spent = bill.Total;
    }
}
