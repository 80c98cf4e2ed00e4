using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.AspNetCore.Tests.Readme;

/// <summary>The code of the front page that is about this package. The tests of the library make sure that it is there, to the letter.</summary>
internal static class SnippetsOfFrontPage
{
    internal static WebApplication Web(WebApplicationBuilder builder)
    {
        #region web
        builder.Services.AddBudgets(builder.Configuration.GetSection("Budgets"));
        builder.Services.AddBudgetRegistry<string>("tenants"); // one for each, from the template of that name

        var app = builder.Build();
        var tenants = app.Services.GetRequiredService<BudgetRegistry<string>>();
        app.MapPost("/chat", ChatAsync).RequireBudget(context => tenants.GetOrAdd(context.User.Identity?.Name ?? "guests"), estimate: 0.05m);
        app.MapBudgets("/budgets").RequireAuthorization("operators");
        #endregion
        return app;

        static Task<string> ChatAsync(RequestBudget request)
        {
            request.Commit(0.03m);
            return Task.FromResult("answer");
        }
    }
}
