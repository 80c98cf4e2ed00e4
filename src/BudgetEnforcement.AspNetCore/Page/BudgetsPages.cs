using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace BudgetEnforcement.AspNetCore;

/// <summary>The pages of an application: they live with its host, which does not start if one of them is open to all users by mistake.</summary>
internal sealed class BudgetsPages(IServiceProvider services) : IHostedLifecycleService, IDisposable
{
    private readonly object _sync = new();
    private readonly List<BudgetsPage> _pages = [];

    /// <summary>The commands that were carried out, of all pages together: a key counts once, on any page.</summary>
    internal CommandBook Commands { get; } = new();

    internal void Add(BudgetsPage page)
    {
        lock (_sync)
            _pages.Add(page);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Builds the endpoints, each of which throws if the application has not said who may see it, looks for the policy of commands, and begins to
    /// keep the last hour.
    /// </summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var pages = Pages();
        if (pages.Length > 0 && services.GetService(typeof(EndpointDataSource)) is EndpointDataSource endpoints)
            _ = endpoints.Endpoints.Count;
        foreach (var page in pages)
            await page.StartAsync().ConfigureAwait(false);
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        StopAll();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A host that did not start is not stopped: the pages that have begun already end with its container.</summary>
    public void Dispose() => StopAll();

    private void StopAll()
    {
        foreach (var page in Pages())
            page.Stop();
    }

    private BudgetsPage[] Pages()
    {
        lock (_sync)
            return [.. _pages];
    }
}
