using System.Reflection;
using System.Text.Json;
using BudgetEnforcement.AspNetCore.Tests.Support;
using BudgetEnforcement.Tests;
using BudgetEnforcement.Tests.Readme;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore.Tests.Readme;

/// <summary>Checks that the page of the package is true as far as a test can know, and that its log events are its own.</summary>
public class ReadmeTests
{
    private static readonly BudgetEnforcement.Tests.Readme.Page Readme = new("src/BudgetEnforcement.AspNetCore/README.md");

    [Fact]
    public void Page_EveryBlockOfCode_IsARegionThatCompiles()
    {
        var regions = BudgetEnforcement.Tests.Readme.Page.RegionsOf(RepositoryFiles.Read("tests", "BudgetEnforcement.AspNetCore.Tests", "Readme", "Snippets.cs")).ToList();

        Readme.Snippets.Should().NotBeEmpty().And.BeEquivalentTo(regions);
    }

    [Fact]
    public void Page_ItsLinks_LeadSomewhere() =>
        Readme.Links.Should().NotBeEmpty().And.OnlyContain(link => File.Exists(Path.Combine(RepositoryFiles.Root, link.Path)));

    [Fact]
    public async Task Page_ItsConfiguration_Starts()
    {
        var section = JsonDocument.Parse(Readme.Blocks("json").Single()).RootElement.GetProperty("Budgets").GetRawText();

        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddBudgets(TestApp.Section(section));
                builder.Services.AddBudgetRegistry<string>("tenants", parentKey: "org");
            },
            _ => { });

        app.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd("acme").Limit.Should().Be(5m);
    }

    [Fact]
    public async Task FrontPage_ItsCode_ChargesATenant()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection([new("Budgets:tenants:Template", "true"), new("Budgets:tenants:Limit", "5")]);
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.AddAuthorizationBuilder().AddPolicy("operators", policy => policy.RequireRole("operator"));
        await using var app = SnippetsOfFrontPage.Web(builder);
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var answer = await app.GetTestClient().PostAsync("/chat", null, TestContext.Current.CancellationToken);

        answer.IsSuccessStatusCode.Should().BeTrue();
        app.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd("guests").Spent.Should().Be(0.03m);
    }

    [Fact]
    public async Task Refusals_OfThePage_AreExposed()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBudgets();
        await using var app = Snippets.Refusals(builder);

        app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<BudgetRefusalOptions>>().Value.ExposeDetails.Should().BeTrue();
    }

    [Fact]
    public void Events_OfThisPackage_HaveIdsAndNamesOfTheirOwn_AndAreOnThePage()
    {
        var own = EventsOf(typeof(RequestBudget).Assembly).ToList();
        var all = own.Concat(EventsOf(typeof(BudgetEnforcer).Assembly)).ToList();

        all.Select(it => it.EventId).Should().OnlyHaveUniqueItems();
        all.Select(it => it.EventName).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        own.Should().HaveCountGreaterThan(8).And.OnlyContain(it => it.EventId >= 140 && it.EventId < 160);
        own.Should().OnlyContain(it => it.Level < LogLevel.Error, "a refusal is no error");
        foreach (var it in own)
            Readme.Text.Should().Contain($"| {it.EventId} | `{it.EventName}` | {it.Level} |");
    }

    private static IEnumerable<LoggerMessageAttribute> EventsOf(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
        where attribute is not null
        select attribute;
}
