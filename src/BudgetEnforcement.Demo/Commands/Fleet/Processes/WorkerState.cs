namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>Where a process of the fleet is.</summary>
internal enum WorkerState
{
    /// <summary>The ledger has not seen it yet.</summary>
    Starting,

    /// <summary>Its jobs run.</summary>
    Running,

    /// <summary>It has ended in an orderly way, and holds nothing.</summary>
    Done,

    /// <summary>It has died, and the ledger still keeps what it held.</summary>
    InDoubt,

    /// <summary>It has died, and what it spent is known.</summary>
    Settled,

    /// <summary>It has ended before it drew anything from the ledger.</summary>
    Failed,
}
