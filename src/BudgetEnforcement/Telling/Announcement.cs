namespace BudgetEnforcement;

/// <summary>Something that happened to a budget and is to be told, first to the log and then to the handlers.</summary>
internal abstract class Announcement
{
    /// <summary>Calls foreign code: outside every lock. It never throws.</summary>
    internal abstract void Tell(BudgetEnforcer budget, Telemetry telemetry);

    /// <summary>Calls the handlers of an event, each for itself.</summary>
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
