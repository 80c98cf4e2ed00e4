namespace BudgetEnforcement.Tool.Replay;

/// <summary>What a replay does with a cost that does not fit.</summary>
internal enum ReplayMode
{
    /// <summary>Ends there, as a job under a hard budget does; with a period, until the next one begins.</summary>
    StopAtDenied,

    /// <summary>Leaves that cost out and goes on with the next one.</summary>
    SkipDenied,

    /// <summary>Asks for nothing and records every cost, as a program without a budget does.</summary>
    RecordOnly,
}
