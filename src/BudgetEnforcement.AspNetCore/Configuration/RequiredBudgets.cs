using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BudgetEnforcement.AspNetCore;

/// <summary>
/// Keeps the host from starting where an endpoint requires, or a check of health asks for, a budget of a key that does not exist: each request and
/// each check would fail.
/// </summary>
internal sealed class RequiredBudgets(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Looks at all endpoints, which are there once the server has started.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var ofEndpoints =
            from endpoint in services.GetService<EndpointDataSource>()?.Endpoints ?? []
            from required in endpoint.Metadata.GetOrderedMetadata<RequiredBudget>()
            group endpoint.DisplayName by required.Key into places
            where !Has(places.Key)
            select $"RequireBudget({SafeText.Quote(places.Key)}) of {string.Join(", ", places)}: there is no budget of this key.";
        var ofHealth =
            from checkedBudget in services.GetServices<CheckedBudget>()
            where !Has(checkedBudget.Key)
            select $"AddHealthChecks().AddBudget({SafeText.Quote(checkedBudget.Key)}): there is no budget of this key.";
        var text = string.Join(' ', ofEndpoints.Concat(ofHealth));
        return text.Length == 0 ? Task.CompletedTask : throw new InvalidOperationException(text);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A budget may be a keyed service that the catalog does not know. For a key that does not exist, the container throws.
    private bool Has(string key)
    {
        try
        {
            return services.GetKeyedService<BudgetEnforcer>(key) is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>The budget that an endpoint requires.</summary>
/// <param name="Key">The key of the budget.</param>
internal sealed record RequiredBudget(string Key);

/// <summary>The budget that a check of health asks for.</summary>
/// <param name="Key">The key of the budget.</param>
internal sealed record CheckedBudget(string Key);
