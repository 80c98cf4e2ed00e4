using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.AspNetCore.Tests.Readme;

/// <summary>The code of the package's page.</summary>
internal static class Snippets
{
    internal static void First(string[] args)
    {
        #region first
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddBudgets(builder.Configuration.GetSection("Budgets")); // every budget of the section, keyed, under its parent
        builder.Services.AddBudgetRegistry<string>("tenants", parentKey: "org");  // budgets on demand, from the template of that name
        builder.Services.AddHealthChecks().AddBudget("org");
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.AddAuthorizationBuilder().AddPolicy("operators", policy => policy.RequireRole("operator"));

        var app = builder.Build();
        var tenants = app.Services.GetRequiredService<BudgetRegistry<string>>();
        app.MapPost("/chat", async (RequestBudget request, CancellationToken cancellationToken) =>
        {
            await Task.Delay(10, cancellationToken); // what costs money
            request.Commit(actualCost: 0.03m);
            return "answer";
        }).RequireBudget(context => tenants.GetOrAdd(context.User.Identity?.Name ?? "guests"), estimate: 0.05m);
        app.MapHealthChecks("/health");
        app.MapBudgets("/budgets").RequireAuthorization("operators");
        app.Run();
        #endregion
    }

    internal static void Models(WebApplication app)
    {
        #region models
        app.MapPost("/ask", async (IChatClient client, string question) => (await client.GetResponseAsync(question)).Text)
            .RequireBudget("team", estimate: 0m);
        #endregion
    }

    internal static WebApplication Refusals(WebApplicationBuilder builder)
    {
        #region refusals
        builder.Services.Configure<BudgetRefusalOptions>(options => options.ExposeDetails = true); // for clients of your own
        var app = builder.Build();
        app.UseBudgetRefusals();
        #endregion
        return app;
    }

    internal static void Page(WebApplication app)
    {
        #region page
        app.MapBudgets("/budgets", page => page.CommandPolicy = "operators").RequireAuthorization();
        #endregion
    }
}
