namespace BudgetEnforcement.Tool.Replay.Times;

/// <summary>A time as it is written.</summary>
/// <param name="Local">The time that calendar and clock show.</param>
/// <param name="Offset">How far that is ahead of UTC; null where it is not said.</param>
internal readonly record struct ReadTime(DateTime Local, TimeSpan? Offset);
