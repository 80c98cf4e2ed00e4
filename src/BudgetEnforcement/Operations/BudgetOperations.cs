namespace BudgetEnforcement;

/// <summary>Runs operations under a budget: reserves the estimate, runs, and commits what it really cost.</summary>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public static class BudgetOperations
{
#pragma warning disable RS0026 // The operations return different types, so a lambda fits only one overload.
    /// <summary>Runs an operation that returns its result and its cost.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="budget">The budget.</param>
    /// <param name="estimatedCost">
    /// The most that it may cost; 0 or more. Held while it runs, so it waits for room as <see cref="BudgetEnforcer.ReserveAsync"/> does.
    /// </param>
    /// <param name="operation">What to run, with the token to watch.</param>
    /// <param name="options">What a failed operation costs, and whether an exceeded budget cancels it.</param>
    /// <param name="cancellationToken">Ends the wait, and is the token of the operation.</param>
    /// <returns>The result.</returns>
    /// <remarks>
    /// An operation that throws or is cancelled may have been billed, so it is charged its estimate, unless <paramref name="options"/> say
    /// otherwise or it throws a <see cref="BudgetOperationException"/> that carries its cost. Its exception goes on to the caller. The cost
    /// that an exception carries is charged once, for the operation that threw it first: where that runs inside another and its exception
    /// ends the outer one too, the outer one is charged as any other that failed.
    /// </remarks>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="budget"/> or <paramref name="operation"/> is <see langword="null"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="estimatedCost"/> is negative or <paramref name="options"/> have no named value, and nothing was run; or the cost
    /// that the operation returned is negative, and it was charged as one that failed.
    /// </exception>
    /// <exception cref="BudgetExceededException">The estimate was refused. Nothing was run.</exception>
    /// <exception cref="OperationCanceledException">The wait or the operation was cancelled.</exception>
    public static Task<TResult> ExecuteAsync<TResult>(
        this BudgetEnforcer budget,
        decimal estimatedCost,
        Func<CancellationToken, Task<(TResult Result, decimal ActualCost)>> operation,
        BudgetOperationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentNullException.ThrowIfNull(operation);
        Money.ThrowIfNegative(estimatedCost);
        if (options is not null && !Enum.IsDefined(options.FailedOperationCost))
            throw new ArgumentOutOfRangeException(nameof(options), options.FailedOperationCost, "FailedOperationCost must be a named value.");
        return RunAsync(budget, estimatedCost, operation, options ?? new BudgetOperationOptions(), cancellationToken);
    }

    /// <summary>Runs an operation whose cost follows from its result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="budget">The budget.</param>
    /// <param name="estimatedCost">
    /// The most that it may cost; 0 or more. Held while it runs, so it waits for room as <see cref="BudgetEnforcer.ReserveAsync"/> does.
    /// </param>
    /// <param name="operation">What to run, with the token to watch.</param>
    /// <param name="actualCost">
    /// Computes the cost from the result; 0 or more. If it throws, the operation is charged as one that failed.
    /// </param>
    /// <param name="options">What a failed operation costs, and whether an exceeded budget cancels it.</param>
    /// <param name="cancellationToken">Ends the wait, and is the token of the operation.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentNullException">An argument without a default is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="estimatedCost"/> is negative or <paramref name="options"/> have no named value, and nothing was run; or the cost
    /// that <paramref name="actualCost"/> returned is negative, and it was charged as one that failed.
    /// </exception>
    /// <exception cref="BudgetExceededException">The estimate was refused. Nothing was run.</exception>
    /// <exception cref="OperationCanceledException">The wait or the operation was cancelled.</exception>
    public static Task<TResult> ExecuteAsync<TResult>(
        this BudgetEnforcer budget,
        decimal estimatedCost,
        Func<CancellationToken, Task<TResult>> operation,
        Func<TResult, decimal> actualCost,
        BudgetOperationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(actualCost);
        return budget.ExecuteAsync(estimatedCost, RunAndTellAsync, options, cancellationToken);

        async Task<(TResult, decimal)> RunAndTellAsync(CancellationToken token)
        {
            var result = await operation(token).ConfigureAwait(false);
            return (result, actualCost(result));
        }
    }

    /// <summary>Runs an operation that returns only its cost.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="estimatedCost">
    /// The most that it may cost; 0 or more. Held while it runs, so it waits for room as <see cref="BudgetEnforcer.ReserveAsync"/> does.
    /// </param>
    /// <param name="operation">What to run, with the token to watch; it returns what it really cost, 0 or more.</param>
    /// <param name="options">What a failed operation costs, and whether an exceeded budget cancels it.</param>
    /// <param name="cancellationToken">Ends the wait, and is the token of the operation.</param>
    /// <returns>A task that ends when the cost is recorded.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="budget"/> or <paramref name="operation"/> is <see langword="null"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="estimatedCost"/> is negative or <paramref name="options"/> have no named value, and nothing was run; or the cost
    /// that the operation returned is negative, and it was charged as one that failed.
    /// </exception>
    /// <exception cref="BudgetExceededException">The estimate was refused. Nothing was run.</exception>
    /// <exception cref="OperationCanceledException">The wait or the operation was cancelled.</exception>
    public static Task ExecuteAsync(
        this BudgetEnforcer budget,
        decimal estimatedCost,
        Func<CancellationToken, Task<decimal>> operation,
        BudgetOperationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return budget.ExecuteAsync(estimatedCost, operation, static cost => cost, options, cancellationToken);
    }
#pragma warning restore RS0026

    private static async Task<TResult> RunAsync<TResult>(
        BudgetEnforcer budget,
        decimal estimatedCost,
        Func<CancellationToken, Task<(TResult Result, decimal ActualCost)>> operation,
        BudgetOperationOptions options,
        CancellationToken cancellationToken)
    {
        var failedCost = options.FailedOperationCost;
        var cancelWhenExceeded = options.CancelWhenExceeded;
        using var reservation = await budget.ReserveAsync(estimatedCost, cancellationToken).ConfigureAwait(false);
        using var stop = cancelWhenExceeded ? budget.CreateLinkedTokenSource(cancellationToken) : null;
        try
        {
            var (result, actualCost) = await operation(stop?.Token ?? cancellationToken).ConfigureAwait(false);
            reservation.Commit(actualCost);
            return result;
        }
        catch (Exception failure)
        {
            if (failure is BudgetOperationException carrier && carrier.TryTakeCost(out var cost))
                reservation.Commit(cost);
            else if (failedCost == FailedOperationCost.Estimate)
                reservation.Commit();
            throw;
        }
    }
}
