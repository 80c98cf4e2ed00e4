namespace BudgetEnforcement;

/// <summary>Calls the handlers of an event, each for itself.</summary>
internal static class Handlers
{
    internal static void Call<TArgs>(EventHandler<TArgs> handlers, BudgetEnforcer budget, TArgs arguments)
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
                Log.HandlerFailed(budget.Logger, exception, budget.Name);
            }
        }
    }
}
