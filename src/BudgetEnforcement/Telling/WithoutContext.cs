namespace BudgetEnforcement;

/// <summary>Calls what would otherwise capture the context of the caller, a tenant or a trace, for work that is not the caller's.</summary>
internal static class WithoutContext
{
    internal static TResult Call<TArgument, TResult>(Func<TArgument, TResult> call, TArgument argument)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return call(argument);
        using (ExecutionContext.SuppressFlow())
            return call(argument);
    }
}
