namespace BudgetEnforcement;

/// <summary>A log event without handlers, delivered in order with the other announcements of the budget.</summary>
/// <param name="log">Writes the log event.</param>
internal sealed class LogAnnouncement(Action<Telemetry> log) : Announcement
{
    internal override void Deliver(BudgetEnforcer budget, Telemetry telemetry) => log(telemetry);
}
