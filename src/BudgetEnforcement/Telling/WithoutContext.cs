namespace BudgetEnforcement;

/// <summary>
/// Runs a function without the execution context of the caller, such as a tenant or a trace, where the work is not the caller's.
/// </summary>
internal static class WithoutContext
{
    /// <summary>
    /// Whether the context flows all the same. A test engine that explores schedules sets it, because it cannot control the suppression.
    /// </summary>
    internal static bool IsOff { get; set; }

    internal static TResult Call<TArgument, TResult>(Func<TArgument, TResult> call, TArgument argument)
    {
        if (IsOff || ExecutionContext.IsFlowSuppressed())
            return call(argument);
        using (ExecutionContext.SuppressFlow())
            return call(argument);
    }
}
