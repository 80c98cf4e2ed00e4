using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore;

/// <summary>One page of budgets: what it reads, what it may do, and who watches it.</summary>
internal sealed class BudgetsPage
{
    private readonly IServiceProvider _services;
    private readonly BudgetsPageOptions _options;
    private readonly Lazy<BudgetsModel> _model;
    private readonly Lazy<CommandRunner> _commands;
    private readonly Lazy<LiveFeed> _feed;
    private readonly CommandGuard _guard;
    private ITimer? _sampling;

    internal BudgetsPage(IServiceProvider services, BudgetsPageOptions options, CommandBook book)
    {
        _services = services;
        _options = options;
        Logger = new QuietLogger(services.GetService<ILoggerFactory>()?.CreateLogger("BudgetEnforcement.AspNetCore.Page"));
        _guard = new CommandGuard(options.CommandPolicy);

        // Registries and the catalog validate all budgets when they are asked for, which is too early while endpoints are mapped.
        _model = new(() => new BudgetsModel(services, options));
        _commands = new(() => new CommandRunner(_model.Value, book, Logger));
        _feed = new(() => new LiveFeed(_model.Value, options, Logger));
    }

    internal ILogger Logger { get; }

    internal BudgetsPageOptions Options => _options;

    internal BudgetsModel Model => _model.Value;

    internal CommandRunner Commands => _commands.Value;

    internal LiveFeed Feed => _feed.Value;

    internal CommandGuard Guard => _guard;

    internal CancellationToken Stopping => _services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;

    /// <summary>The name of the user of a request, for people.</summary>
    internal static string UserOf(HttpContext context) => SafeText.Of(context.User.Identity?.Name ?? "somebody");

    /// <summary>Logs a command that was refused; a page that is not there is no news.</summary>
    internal void Tell(CommandFault fault, HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method))
            AspNetCoreLog.BudgetCommandRefused(Logger, UserOf(context), fault.Title);
    }

    internal void Map(RouteGroupBuilder group)
    {
        var json = new JsonEndpoints(this);
        var html = new PageEndpoints(this);
        Get("/", html.ShowAllAsync);
        Get("/budget", html.ShowOneAsync);
        Get("/confirm", html.ConfirmAsync);
        Post("/do", html.CarryOutAsync);
        group.MapGet("/events", new LiveEndpoint(this).WatchAsync);
        Get("/page.css", PageAssets.StyleAsync);
        Get("/page.js", PageAssets.ScriptAsync);
        Get("/icon.svg", PageAssets.IconAsync);
        Get("/api/budgets", json.ListAsync);
        Get("/api/budget", json.OneAsync);
        Get("/api/nodes", json.NodesAsync);
        foreach (var kind in (string[])[BudgetCommand.TopUp, BudgetCommand.SetLimit, BudgetCommand.Reset, BudgetCommand.Settle])
            Post($"/api/{kind}", context => json.CommandAsync(kind, context));

        // A client that asks for the head of a page gets the head that the page would have.
        void Get(string pattern, RequestDelegate handler) => group.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], handler);

        void Post(string pattern, RequestDelegate handler) => group.MapPost(pattern, handler).WithMetadata(new LargestBody());
    }

    internal async Task StartAsync()
    {
        if (_options.CommandPolicy is { } policy
            && (_services.GetService<IAuthorizationPolicyProvider>() is not { } policies || await policies.GetPolicyAsync(policy).ConfigureAwait(false) is null))
        {
            throw new InvalidOperationException($"MapBudgets: there is no policy {SafeText.Quote(policy)}, which is the CommandPolicy of the page.");
        }

        Sample();
        _sampling = Model.Clock.CreateTimer(_ => Sample(), null, SpendHistory.Step, SpendHistory.Step);
    }

    internal void Stop()
    {
        _sampling?.Dispose();
        if (_feed.IsValueCreated)
            _feed.Value.Stop();
    }

    private void Sample()
    {
        try
        {
            Model.Sample();
        }
#pragma warning disable CA1031 // A timer has no caller, and the next sample may succeed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            AspNetCoreLog.BudgetPageFailed(Logger, exception);
        }
    }

    /// <summary>A command is short; a server reads no more than this of one.</summary>
    private sealed class LargestBody : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 64 * 1024;
    }
}
