namespace BudgetEnforcement;

/// <summary>An event of a budget, which goes to the log and then to the handlers.</summary>
internal abstract class Announcement
{
    /// <summary>Calls the log and the handlers. It calls foreign code, so it runs outside every lock. It never throws.</summary>
    internal abstract void Deliver(BudgetEnforcer budget, Telemetry telemetry);

    /// <summary>Calls each handler of an event. A handler that throws does not stop the others.</summary>
    protected static void Call<TArgs>(EventHandler<TArgs> handlers, BudgetEnforcer budget, Telemetry telemetry, TArgs arguments)
    {
        foreach (var handler in handlers.GetInvocationList())
        {
            try
            {
                ((EventHandler<TArgs>)handler)(budget, arguments);
            }
#pragma warning disable CA1031 // The spender must not see what a handler throws, and the other handlers still run.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                telemetry.HandlerFailed(budget, exception);
            }
        }
    }
}
