namespace BudgetEnforcement;

/// <summary>Something that only the log hears of, in its place among what the handlers hear of too.</summary>
/// <param name="log">Logs it.</param>
internal sealed class LogAnnouncement(Action<Telemetry> log) : Announcement
{
    internal override void Tell(BudgetEnforcer budget, Telemetry telemetry) => log(telemetry);
}
