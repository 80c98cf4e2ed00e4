using System.Globalization;
using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.AspNetCore.Tests.Browser;

/// <summary>An application on loopback with budgets that have lived for an hour, for a browser to look at.</summary>
internal sealed class ShownApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ShownApp(WebApplication app) => _app = app;

    internal string Address => _app.Urls.First() + "/budgets";

    internal BudgetEnforcer Budget(string key) => _app.Services.GetRequiredKeyedService<BudgetEnforcer>(key);

    internal BudgetEnforcer Tenant(string key) => _app.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd(key);

    /// <summary>Three budgets that have room.</summary>
    internal static Task<ShownApp> CalmAsync() => StartAsync("""{ "org": { "Limit": 100 }, "team": { "Parent": "org", "Limit": 50 }, "job": { "Parent": "team", "Limit": 10 } }""", app =>
    {
        app.Budget("job").AddCost(0.42m);
        return [];
    });

    /// <summary>What an operator sees who is called at night: tenants over their limits, a team that is nearly spent, a lost process.</summary>
    internal static async Task<ShownApp> BusyAsync()
    {
        var store = new InMemoryBudgetStore();
        var lost = await BudgetLedger.OpenAsync(store, new BudgetLedgerOptions { NodeName = "worker-7", LeaveStoreOpen = true, DrainTimeout = TimeSpan.Zero, AskTimeout = TimeSpan.FromMinutes(1) });
        var shared = await lost.OpenBudgetAsync(new BudgetOptions { Name = "fleet", Limit = 400m });
        _ = await shared.ReserveAsync(37.5m);
        await lost.DisposeAsync();
        return await StartAsync(
            """
            { "organisation": { "Limit": 10000, "Period": "Monthly", "TimeZoneId": "Europe/Berlin" },
              "research": { "Parent": "organisation", "Limit": 2000, "MaxWaiters": 20 }, "training-eu": { "Parent": "research", "Limit": 900, "AlertAt": [ 0.5, 1.0 ] }, "evaluation": { "Parent": "research", "Limit": 300 },
              "product": { "Parent": "organisation", "Limit": 4000 }, "assistant": { "Parent": "product", "Limit": 1500, "Period": "Daily" }, "search": { "Parent": "product", "Limit": 800 },
              "fleet": { "Limit": 400, "OnLedger": true },
              "tenants": { "Template": true, "Parent": "assistant", "Limit": 5 } }
            """,
            app =>
            {
                var waiting = app.Budget("research");
                for (var i = 0; i < 3; i++)
                    _ = waiting.ReserveAsync(700m + i).AsTask();
                var tenants = app._app.Services.GetRequiredService<BudgetRegistry<string>>();
                tenants.GetOrAdd("acme").AddCost(5.4m);
                tenants.GetOrAdd("Café <b>Köln</b>").AddCost(4.7m);
                tenants.GetOrAdd("\u202Egnp.exe").AddCost(4.1m);
                for (var i = 0; i < 40; i++)
                    tenants.GetOrAdd("tenant " + i.ToString(CultureInfo.InvariantCulture)).AddCost(i / 20m);
                return [("training-eu", 7.1m), ("evaluation", 1.2m), ("search", 2.4m), ("assistant", 3.3m), ("fleet", 0.4m)];
            },
            services => services.AddBudgetLedger(options => (options.NodeName, options.AskTimeout) = ("web-1", TimeSpan.FromMinutes(1))).UseStore(_ => store));
    }

    /// <summary>Three hundred budgets.</summary>
    internal static Task<ShownApp> ManyAsync()
    {
        var text = string.Join(',', Enumerable.Range(0, 299).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""
            "project {{i:000}}": { "Parent": "all", "Limit": {{10 + (i % 7 * 15)}} }
            """)));
        return StartAsync($$"""{ "all": { "Limit": 10000 }, {{text}} }""", app =>
        {
            for (var i = 0; i < 299; i++)
                app.Budget(string.Create(CultureInfo.InvariantCulture, $"project {i:000}")).AddCost(i * i % 97 * 0.12m);
            return [];
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task<ShownApp> StartAsync(string section, Func<ShownApp, (string Key, decimal PerStep)[]> spend, Action<IServiceCollection>? services = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 21, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddBudgets(TestApp.Section(section));
        if (section.Contains("tenants", StringComparison.Ordinal))
            builder.Services.AddBudgetRegistry<string>("tenants");
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapBudgets("/budgets").AllowAnonymous();
        await app.StartAsync();
        var shown = new ShownApp(app);
        if (section.Contains("research", StringComparison.Ordinal))
        {
            await shown.Budget("fleet").ReserveAsync(1m).AsTask().ContinueWith(held => held.Result.Dispose(), TaskScheduler.Default);
            shown.Budget("research").AddCost(890m);
            shown.Budget("product").AddCost(2100m);
            _ = shown.Budget("training-eu").Reserve(30m);
        }

        var pace = spend(shown);
        for (var i = 0; i < 110; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            foreach (var (key, perStep) in pace)
                shown.Budget(key).AddCost(perStep * (1m + (i % 9 / 6m)) * (i < 60 ? 0.5m : 1.3m));
        }

        // From here on time passes by itself, so that the page is live.
        clock.AutoAdvanceAmount = TimeSpan.Zero;
        shown.KeepTime(clock);
        return shown;
    }

    private void KeepTime(FakeTimeProvider clock) => _ = Task.Run(async () =>
    {
        while (!_app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await Task.Delay(100);
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }
    });
}
