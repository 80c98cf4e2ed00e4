using System.Net.Http;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.AspNetCore.Tests.Support;

/// <summary>An application in memory, with what it logged.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApp(WebApplication app, FakeLogCollector logs) => (_app, Logs) = (app, logs);

    internal FakeLogCollector Logs { get; }

    internal IServiceProvider Services => _app.Services;

    internal HttpClient Client => _app.GetTestClient();

    internal TestServer Server => _app.GetTestServer();

    internal static async Task<TestApp> StartAsync(Action<WebApplicationBuilder> services, Action<WebApplication> app)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        var logs = new FakeLogCollector();
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        builder.Logging.AddProvider(new FakeLoggerProvider(logs));
        services(builder);
        var built = builder.Build();
        app(built);
        try
        {
            await built.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await built.DisposeAsync();
            throw;
        }

        return new TestApp(built, logs);
    }

    internal BudgetEnforcer Budget(string key) => Services.GetRequiredKeyedService<BudgetEnforcer>(key);

    /// <summary>What was logged of one event, or of all.</summary>
    internal IReadOnlyList<FakeLogRecord> Logged(string? name = null) => [.. Logs.GetSnapshot().Where(record => name is null || record.Id.Name == name)];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    internal static IConfigurationSection Section(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Budgets": {{json}} }"""))).Build().GetSection("Budgets");
}
