using BudgetEnforcement;
using BudgetEnforcement.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts the requests of endpoints under a budget.</summary>
public static class RequireBudgetExtensions
{
#pragma warning disable RS0026 // A function and a key cannot be confused.
    /// <summary>Holds an estimate on a budget before each request of an endpoint, and charges what the request cost when it ends.</summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">One endpoint, or a group of them.</param>
    /// <param name="budget">
    /// Finds the budget of a request, after routing and authorization, for example that of the tenant. An exception from it passes through, except
    /// for a refusal.
    /// </param>
    /// <param name="estimate">
    /// The most that a request may cost beside what calls inside record for themselves; 0 or more. Held until the answer has ended, also one
    /// that is streamed.
    /// </param>
    /// <param name="configure">Changes what a failed request is charged, and more.</param>
    /// <returns><paramref name="builder"/>, for more calls.</returns>
    /// <remarks>
    /// <para>
    /// A request that does not fit waits where the budget has <see cref="BudgetOptions.MaxWaiters"/>, or is answered with 429 and runs
    /// nothing. The handler tells the real cost by <see cref="RequestBudget.Commit"/>. Where it does not, the request is charged the
    /// estimate, as an operation whose cost is not known; so is one that throws or whose client goes away, see
    /// <see cref="RequestBudgetOptions.FailedRequestCost"/>.
    /// </para>
    /// <para>
    /// The budget is <see cref="BudgetScope.Current"/> while the endpoint runs, so that calls of models inside count on it. A
    /// <see cref="BudgetExceededException"/> that leaves the endpoint, also inside another exception, is answered with 429; where the answer
    /// has begun, the connection is cut. For a group and its endpoint, both hold.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="budget"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="estimate"/> is negative, or <paramref name="configure"/> set no named value.
    /// </exception>
    public static TBuilder RequireBudget<TBuilder>(
        this TBuilder builder, Func<HttpContext, BudgetEnforcer> budget, decimal estimate, Action<RequestBudgetOptions>? configure = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(budget);
        ArgumentOutOfRangeException.ThrowIfLessThan(estimate, 0m); // ThrowIfNegative takes −0 for negative.
        var options = new RequestBudgetOptions();
        configure?.Invoke(options);
        var copy = options.ValidCopy(nameof(configure));

        // At the end, when the handler is there; those of a group come after those of its endpoints, and so stand around them.
        builder.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } inner)
                endpoint.RequestDelegate = new BudgetedEndpoint(inner, budget, estimate, copy).InvokeAsync;
        });
        return builder;
    }

    /// <summary>Holds an estimate on a budget of the container before each request of an endpoint.</summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">One endpoint, or a group of them.</param>
    /// <param name="budgetKey">The key of the budget. With <c>AddBudgets</c>, the host does not start where the container has no such budget.</param>
    /// <param name="estimate">As for the other overload.</param>
    /// <param name="configure">As for the other overload.</param>
    /// <returns><paramref name="builder"/>, for more calls.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="budgetKey"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="budgetKey"/> is empty or only white space.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="estimate"/> is negative, or <paramref name="configure"/> set no named value.
    /// </exception>
    public static TBuilder RequireBudget<TBuilder>(
        this TBuilder builder, string budgetKey, decimal estimate, Action<RequestBudgetOptions>? configure = null)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(budgetKey);
        builder.Add(endpoint => endpoint.Metadata.Add(new RequiredBudget(budgetKey)));
        return builder.RequireBudget(context => context.RequestServices.GetRequiredKeyedService<BudgetEnforcer>(budgetKey), estimate, configure);
    }
#pragma warning restore RS0026
}
