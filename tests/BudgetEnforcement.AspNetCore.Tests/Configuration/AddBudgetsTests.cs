using System.Globalization;
using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.AspNetCore.Tests.Configuration;

public class AddBudgetsTests
{
    private const string Example = """
        { "org": { "Limit": 10000, "Period": "Monthly", "TimeZoneId": "Europe/Berlin" }, "team": { "Parent": "org", "Limit": 2000, "OnLedger": false },
          "tenants": { "Template": true, "Parent": "org", "Limit": 5 } }
        """;

    [Fact]
    public async Task AddBudgets_OfASection_MakesEachUnderItsParent()
    {
        using var host = await StartAsync(services =>
        {
            services.AddBudgets(TestApp.Section(Example));
            services.AddBudgetRegistry<string>("tenants", parentKey: "org");
        });

        var org = host.Services.GetRequiredKeyedService<BudgetEnforcer>("org");
        var team = host.Services.GetRequiredKeyedService<BudgetEnforcer>("team");
        var tenant = host.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd("acme");

        (org.Limit, org.Name, org.GetStatus().PeriodEnd is not null).Should().Be((10000m, "org", true));
        team.Parent.Should().BeSameAs(org);
        (tenant.Limit, tenant.Parent, tenant.Name).Should().Be((5m, org, "tenants"));
        host.Services.GetRequiredKeyedService<BudgetRegistry<string>>("tenants").Should().BeSameAs(host.Services.GetRequiredService<BudgetRegistry<string>>());
        host.Services.GetRequiredService<BudgetCatalog>().Keys.Should().BeEquivalentTo("org", "team");
        host.Services.GetKeyedService<BudgetEnforcer>("team").Should().BeSameAs(team);
    }

    [Fact]
    public async Task AddBudgets_EveryMistake_IsInOneMessage()
    {
        var failure = await Record.ExceptionAsync(() => StartAsync(services =>
        {
            services.AddBudgets(TestApp.Section("""
                {
                  "a": { "Limt": 5, "Period": "Yearly", "Parent": "nobody" },
                  "b": { "Limit": "1,000" },
                  "c": { "Limit": 1, "Parent": "d" }, "d": { "Limit": 1, "Parent": "c" },
                  "e": { "Period": "Daily" },
                  "f": 12,
                  "g": { "Limit": 1, "OnLedger": true },
                  "h": { "Limit": 1, "Capacity": 5 },
                  "t": { "Template": true, "Parent": "nowhere", "Limit": -1 },
                  "u": { "Template": true, "OnLedger": true }
                }
                """));
            services.AddBudgetRegistry<string>("missing");
        }));

        failure.Should().BeOfType<OptionsValidationException>().Which.Failures.Should().HaveCount(12).And.ContainMatch("Budget 'a': 'Limt' is no key of a budget*Period must be None, Daily, Weekly or Monthly; it is 'Yearly'*Limit is not set.")
            .And.ContainMatch("Budget 'a': its parent 'nobody' is not added.")
            .And.ContainMatch("Budget 'b': Limit must be an amount such as 12.50; it is '1,000'.*")
            .And.ContainMatch("Budget 'e': Limit is not set.")
            .And.ContainMatch("Budget 'f': It has no keys*")
            .And.ContainMatch("Budget 'g': it is on a ledger, and there is none*")
            .And.ContainMatch("Budget 'h': ForgetAfter and Capacity are for templates.")
            .And.ContainMatch("Parents form a cycle: *")
            .And.ContainMatch("Template 't': its parent 'nowhere' is not added.")
            .And.ContainMatch("Template 't': Limit must not be negative; it is -1.*")
            .And.ContainMatch("Template 'u': OnLedger must not be set in a template*")
            .And.ContainMatch("Registry 'missing': the configuration has no template of that name*");
    }

    [Theory]
    [InlineData("""{ "org": { "Limit": 1, "Currency": "USD" }, "t": { "Template": true, "Parent": "org", "Limit": 1, "Currency": "EUR" } }""", "*Currency must be that of the parent, 'USD'; it is 'EUR'*")]
    [InlineData("""{ "org": { "Limit": 1 }, "other": { "Limit": 1 }, "t": { "Template": true, "Parent": "other", "Limit": 1 } }""", "*Registry 't': its parent is 'org', and the Parent of the template is 'other'.*")]
    public async Task AddBudgetRegistry_ThatContradictsItsTemplate_IsAnError(string json, string message)
    {
        var failure = await Record.ExceptionAsync(() => StartAsync(services =>
        {
            services.AddBudgets(TestApp.Section(json));
            services.AddBudgetRegistry<string>("t", parentKey: "org");
        }));

        failure.Should().BeOfType<OptionsValidationException>().Which.Message.Should().Match(message);
    }

    [Theory]
    [InlineData("\"Limit\": \"1e-30\"", "*Limit must be an amount*")]
    [InlineData("\"Limit\": 0.00000000000000000000000000001", "*Limit must be an amount*")]
    [InlineData("\"Limit\": 12345678901234567890123456789.99", "*Limit must be an amount*")]
    [InlineData("\"Limit\": 1, \"MaxWait\": \"24:00:00\"", "*MaxWait must be a time*")]
    [InlineData("\"Limit\": 1, \"MaxWait\": 30", "*MaxWait must be a time*")]
    [InlineData("\"Limit\": 1, \"Period\": \"Daily, Weekly\"", "*Period must be None, Daily*")]
    [InlineData("\"Limit\": 1, \"Period\": \"+1\"", "*Period must be None, Daily*")]
    public async Task AddBudgets_ValueThatMeansAnotherThanItSays_IsAnError(string keys, string message)
    {
        var failure = await Record.ExceptionAsync(() => StartAsync(services => services.AddBudgets(TestApp.Section($$"""{ "a": { {{keys}} } }"""))));

        failure.Should().BeOfType<OptionsValidationException>().Which.Message.Should().Match(message);
    }

    [Theory]
    [InlineData("100", "100")]
    [InlineData("1e2", "100")]
    [InlineData("1.50E+1", "15")]
    [InlineData("+0.10", "0.1")]
    [InlineData("0e99", "0")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public async Task AddBudgets_Limit_IsReadExactly(string limit, string read)
    {
        using var host = await StartAsync(services => services.AddBudgets(TestApp.Section($$"""{ "a": { "Limit": "{{limit}}" } }""")));

        host.Services.GetRequiredKeyedService<BudgetEnforcer>("a").Limit.Should().Be(decimal.Parse(read, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task AddBudgets_KeyInAnotherCaseAbove_IsTheSameBudget()
    {
        var file = new MemoryConfigurationSource { InitialData = [new("Budgets:org:Limit", "100"), new("Budgets:team:Limit", "5"), new("Budgets:team:Parent", "org")] };
        var variables = new MemoryConfigurationSource { InitialData = [new("BUDGETS:TEAM:LIMIT", "77")] };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        ((IConfigurationBuilder)builder.Configuration).Add(file).Add(variables);
        builder.Services.AddBudgets(builder.Configuration.GetSection("Budgets"));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        host.Services.GetRequiredService<BudgetCatalog>().Keys.Should().BeEquivalentTo("org", "team");
        host.Services.GetRequiredKeyedService<BudgetEnforcer>("team").Limit.Should().Be(77m);
    }

    [Fact]
    public async Task AddBudgets_KeyInTheEnvironment_IsWrittenAsTheFileHasIt_WhicheverIsReadFirst()
    {
        Environment.SetEnvironmentVariable("KEYCASE_BUDGETS__TEAM__LIMIT", "77");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddEnvironmentVariables("KEYCASE_").AddInMemoryCollection([new("Budgets:team:Limit", "5")]).AddEnvironmentVariables("KEYCASE_");
        builder.Services.AddBudgets(builder.Configuration.GetSection("Budgets"));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        host.Services.GetRequiredKeyedService<BudgetEnforcer>("team").Limit.Should().Be(77m);
    }

    [Fact]
    public async Task AddBudgets_NamesOfNobodySense_AreShownAsCodes()
    {
        var failure = await Record.ExceptionAsync(() => StartAsync(services => services.AddBudgets(TestApp.Section("""{ "a": { "Limit": 1, "L\u202Eim\u0007it": 5 } }"""))));

        failure!.Message.Should().Contain(@"'L\u202Eim\u0007it' is no key").And.NotContain("\u202E");
    }

    [Fact]
    public async Task OnLedger_OfASection_IsShared()
    {
        using var host = await StartAsync(services =>
        {
            services.AddBudgetLedger().UseInMemory();
            services.AddBudgets(TestApp.Section("""{ "org": { "Limit": 100, "OnLedger": true } }"""));
        });

        host.Services.GetRequiredKeyedService<BudgetEnforcer>("org").Ledger.Should().BeSameAs(host.Services.GetRequiredService<BudgetLedger>());
    }

    [Fact]
    public async Task KeyThatIsNone_Throws_AndNamesIt()
    {
        using var host = await StartAsync(services => services.AddBudgets(TestApp.Section(Example)));

        host.Services.Invoking(services => services.GetRequiredKeyedService<BudgetEnforcer>("nope")).Should().Throw<InvalidOperationException>().WithMessage("*'nope'*");
    }

    private static async Task<IHost> StartAsync(Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }
}
