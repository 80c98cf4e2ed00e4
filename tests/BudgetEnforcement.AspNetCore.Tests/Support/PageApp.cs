using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.AspNetCore.Tests.Support;

/// <summary>An application with the page of budgets, and people who are known by a header.</summary>
internal static class PageApp
{
    internal const string Section = """
        { "org": { "Limit": 100 }, "team": { "Parent": "org", "Limit": 50, "MaxWaiters": 9 }, "tenants": { "Template": true, "Parent": "org", "Limit": 5 } }
        """;

    internal static Task<TestApp> StartAsync(
        string section = Section, Action<IServiceCollection>? services = null, Action<IEndpointConventionBuilder>? rights = null, Action<BudgetsPageOptions>? page = null) => TestApp.StartAsync(
        builder =>
        {
            builder.Services.AddBudgets(TestApp.Section(section));
            if (section.Contains("tenants", StringComparison.Ordinal))
                builder.Services.AddBudgetRegistry<string>("tenants");
            builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
            builder.Services.AddAuthorizationBuilder().AddPolicy("operators", policy => policy.RequireRole("operator")).AddPolicy("viewers", policy => policy.RequireAuthenticatedUser());
            services?.Invoke(builder.Services);
        },
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            (rights ?? (it => it.RequireAuthorization("operators")))(app.MapBudgets("/budgets", page));
        });

    /// <summary>A client of an operator.</summary>
    internal static HttpClient Operator(this TestApp app, string role = "operator")
    {
        var client = app.Server.CreateClient();
        client.DefaultRequestHeaders.Add("X-Role", role);
        return client;
    }

    /// <summary>A command with a bearer token.</summary>
    internal static async Task<(int Status, JsonElement Body)> CommandAsync(this HttpClient client, string kind, object body, bool bearer = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/budgets/api/{kind}") { Content = JsonContent.Create(body) };
        if (bearer)
            request.Headers.Authorization = new("Bearer", "token");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    internal static async Task<JsonElement> JsonAsync(this HttpClient client, string path) =>
        JsonDocument.Parse(await client.GetStringAsync("/budgets/api/" + path, TestContext.Current.CancellationToken)).RootElement;

#pragma warning disable CA1812 // The container makes it.
    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers["X-Role"].ToString() is { Length: > 0 } role
                ? AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "ann"), new(ClaimTypes.Role, role)], "header")), "header"))
                : AuthenticateResult.NoResult());
    }
}
