namespace BudgetEnforcement;

/// <summary>Calls what would otherwise capture the context of the caller, a tenant or a trace, for work that is not the caller's.</summary>
internal static class WithoutContext
{
    /// <summary>Whether the context flows all the same, for an engine that explores schedules and cannot control it.</summary>
    internal static bool IsOff { get; set; }

    internal static TResult Call<TArgument, TResult>(Func<TArgument, TResult> call, TArgument argument)
    {
        if (IsOff || ExecutionContext.IsFlowSuppressed())
            return call(argument);
        using (ExecutionContext.SuppressFlow())
            return call(argument);
    }
}
