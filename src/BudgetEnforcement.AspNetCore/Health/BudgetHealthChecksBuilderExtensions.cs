using BudgetEnforcement;
using BudgetEnforcement.AspNetCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds budgets to the checks of health.</summary>
public static class BudgetHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of a budget: healthy; degraded from 90 % (<see cref="BudgetStatus.Warning90"/>) on; unhealthy once it is exceeded or closed, or
    /// its ledger is not available. The budgets above it count too, because an amount that does not fit above does not fit here.
    /// </summary>
    /// <param name="builder">The checks of health.</param>
    /// <param name="budgetKey">
    /// The key of the budget in the container. With <c>AddBudgets</c>, the host does not start where the container has no such budget.
    /// </param>
    /// <param name="name">The name of the check; <c>budget:</c> and the key if <see langword="null"/>.</param>
    /// <param name="failureStatus">What it reports instead of unhealthy; unhealthy if <see langword="null"/>.</param>
    /// <param name="tags">Tags of the check, for filtering.</param>
    /// <returns><paramref name="builder"/>, for more calls.</returns>
    /// <remarks>
    /// Its data have <c>limit</c>, <c>spent</c>, <c>reserved</c>, <c>available</c> and <c>utilizationPercentage</c>, the currency, the status, the
    /// end of the period and the state of the ledger. To check changes nothing, and does not ask the store.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="budgetKey"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="budgetKey"/> is empty or only white space.</exception>
    public static IHealthChecksBuilder AddBudget(
        this IHealthChecksBuilder builder, string budgetKey, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(budgetKey);
        builder.Services.AddSingleton(new CheckedBudget(budgetKey));
        return builder.Add(new HealthCheckRegistration(
            name ?? $"budget:{budgetKey}", services => new BudgetHealthCheck(services, budgetKey), failureStatus ?? HealthStatus.Unhealthy, tags));
    }
}
