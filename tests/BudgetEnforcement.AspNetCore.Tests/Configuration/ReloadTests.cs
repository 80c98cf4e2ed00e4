using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.AspNetCore.Tests.Configuration;

public class ReloadTests
{
    [Fact]
    public async Task Reload_WithAnotherLimit_AppliesIt_AndATopUpStays()
    {
        var (source, section) = ReloadableSource.Of(("org:Limit", "100"), ("team:Limit", "50"), ("team:Parent", "org"));
        await using var app = await StartAsync(section);
        app.Budget("team").AdjustLimit(25m);

        source.Change(("org:Limit", "120"), ("team:Limit", "50"), ("team:Parent", "org"));

        (app.Budget("org").Limit, app.Budget("team").Limit).Should().Be((120m, 75m));
    }

    [Fact]
    public async Task Reload_WithANewBudget_MakesIt_AndItFollowsTheNext()
    {
        var (source, section) = ReloadableSource.Of(("org:Limit", "100"));
        await using var app = await StartAsync(section);

        source.Change(("org:Limit", "100"), ("team:Limit", "50"), ("team:Parent", "org"), ("job:Limit", "5"), ("job:Parent", "team"));
        var job = app.Budget("job");
        source.Change(("org:Limit", "100"), ("team:Limit", "50"), ("team:Parent", "org"), ("job:Limit", "6"), ("job:Parent", "team"));

        job.Parent!.Parent.Should().BeSameAs(app.Budget("org"));
        job.Limit.Should().Be(6m);
        app.Services.GetRequiredService<BudgetCatalog>().Keys.Should().Equal("org", "team", "job");
        app.Logged("BudgetAdded").Should().HaveCount(2);
    }

    [Fact]
    public async Task Reload_WithoutABudget_ClosesNothing_AndWarnsOnce()
    {
        var (source, section) = ReloadableSource.Of(("org:Limit", "100"), ("team:Limit", "50"));
        await using var app = await StartAsync(section);
        var team = app.Budget("team");

        source.Change(("org:Limit", "100"));
        source.Change(("org:Limit", "101"));

        (team.TryAddCost(1m), team.Limit, app.Budget("org").Limit).Should().Be((true, 50m, 101m));
        app.Logged("BudgetVanished").Should().ContainSingle();
        source.Change(("org:Limit", "101"), ("team:Limit", "60"));
        team.Limit.Should().Be(60m);
    }

    [Fact]
    public async Task Reload_ThatIsPartlyWrong_AppliesTheRest_AndWarns()
    {
        var (source, section) = ReloadableSource.Of(("org:Limit", "100"), ("team:Limit", "50"), ("team:Parent", "org"));
        await using var app = await StartAsync(section);

        source.Change(("org:Limit", "200"), ("team:Limit", "oops"), ("team:Parent", "org"), ("new:Parent", "nobody"), ("new:Limit", "1"), ("bad:Limt", "3"));
        await app.EventuallyAsync(() => app.Logged("ReloadRejected").Count == 1);

        (app.Budget("org").Limit, app.Budget("team").Limit).Should().Be((200m, 50m));
        app.Logged("BudgetNotAdded").Select(record => record.Message).Should().HaveCount(2)
            .And.Contain("Budget new of the reloaded configuration is not added. Budget 'new': its parent 'nobody' is not added.")
            .And.ContainMatch("Budget bad *'Limt' is no key of a budget*Limit is not set.");
        source.Change(("org:Limit", "200"), ("team:Limit", "55"), ("team:Parent", "org"), ("new:Parent", "team"), ("new:Limit", "1"));
        (app.Budget("new").Parent, app.Budget("team").Limit).Should().Be((app.Budget("team"), 55m));
    }

    [Fact]
    public async Task Reload_ThatMovesABudget_KeepsItsPlace_AndWarnsOnce()
    {
        var (source, section) = ReloadableSource.Of(("a:Limit", "100"), ("b:Limit", "100"), ("c:Limit", "1"), ("c:Parent", "a"));
        await using var app = await StartAsync(section);

        source.Change(("a:Limit", "100"), ("b:Limit", "100"), ("c:Limit", "2"), ("c:Parent", "b"));
        source.Change(("a:Limit", "101"), ("b:Limit", "100"), ("c:Limit", "2"), ("c:Parent", "b"));

        (app.Budget("c").Parent, app.Budget("c").Limit).Should().Be((app.Budget("a"), 2m));
        app.Logged("BudgetPlaceKept").Should().ContainSingle().Which.Message.Should().Contain("Parent");
    }

    [Fact]
    public async Task Reload_OfATemplate_GivesTenantsTheNewLimit_ButThoseThatWereToppedUp()
    {
        var (source, section) = ReloadableSource.Of(("org:Limit", "100"), ("tenants:Template", "true"), ("tenants:Parent", "org"), ("tenants:Limit", "5"));
        await using var app = await StartAsync(section);
        var tenants = app.Services.GetRequiredService<BudgetRegistry<string>>();
        var (usual, special) = (tenants.GetOrAdd("usual"), tenants.GetOrAdd("special"));
        special.AdjustLimit(10m);

        source.Change(("org:Limit", "100"), ("tenants:Template", "true"), ("tenants:Parent", "org"), ("tenants:Limit", "7"));

        (usual.Limit, special.Limit, tenants.GetOrAdd("new").Limit).Should().Be((7m, 15m, 7m));
        source.Change(("org:Limit", "100"), ("tenants:Template", "true"), ("tenants:Parent", "org"), ("tenants:Limit", "oops"));
        (tenants.GetOrAdd("newer").Limit, app.Logged("TemplateRejected").Count).Should().Be((7m, 1));
    }

    [Fact]
    public async Task Reload_OfATemplate_OfAHundredTenants_IsOneLineOfTheLog_AndTellsWhatStays()
    {
        var (source, section) = ReloadableSource.Of(("tenants:Template", "true"), ("tenants:Limit", "5"));
        await using var app = await StartAsync(section);
        var tenants = app.Services.GetRequiredService<BudgetRegistry<string>>();
        for (var i = 0; i < 100; i++)
            tenants.GetOrAdd("t" + i.ToString(System.Globalization.CultureInfo.InvariantCulture));

        source.Change(("tenants:Template", "true"), ("tenants:Limit", "7"), ("tenants:Capacity", "500"));
        source.Change(("tenants:Template", "true"), ("tenants:Limit", "7"), ("tenants:Capacity", "500"), ("other:Limit", "1"));

        tenants.Budgets.Should().OnlyContain(tenant => tenant.Value.Limit == 7m);
        app.Logged("RegistryReloaded").Should().ContainSingle().Which.Message.Should().StartWith("100 budgets");
        app.Logged("LimitChanged").Should().BeEmpty();
        app.Logged("BudgetPlaceKept").Should().ContainSingle().Which.Message.Should().Contain("Capacity");
    }

    [Fact]
    public async Task Reload_WithAKeyInAnotherCase_IsTheSameBudget()
    {
        var (source, section) = ReloadableSource.Of(("org:Limit", "100"));
        await using var app = await StartAsync(section);

        source.Change(("ORG:Limit", "200"));

        app.Budget("org").Limit.Should().Be(200m);
        app.Services.GetRequiredService<BudgetCatalog>().Keys.Should().Equal("org");
        app.Logged("BudgetVanished").Should().BeEmpty();
    }

    [Fact]
    public async Task Start_OfASectionWithoutBudgets_IsAWarning_AndOneThatComesLaterCounts()
    {
        var (source, section) = ReloadableSource.Of();
        await using var app = await StartAsync(section);

        source.Change(("org:Limit", "100"));

        app.Logged("BudgetSectionEmpty").Should().ContainSingle().Which.Message.Should().Contain("Budgets");
        app.Budget("org").Limit.Should().Be(100m);
    }

    [Fact]
    public async Task Reload_ThatIsHalfWritten_IsNoWishToMoveABudget()
    {
        var (source, section) = ReloadableSource.Of(("org:Limit", "100"), ("team:Limit", "5"), ("team:Parent", "org"));
        await using var app = await StartAsync(section);

        source.Change(("org:Limit", "100"), ("team", null));
        await app.EventuallyAsync(() => app.Logged("ReloadRejected").Count == 1);

        app.Budget("team").Limit.Should().Be(5m);
        app.Logged("BudgetPlaceKept").Should().BeEmpty();
    }

    [Fact]
    public async Task Reload_WhoseNewBudgetTheClockRefuses_MakesTheOthers_AndThatOneAtTheNext()
    {
        var clock = new BreakableClock();
        var (source, section) = ReloadableSource.Of(("org:Limit", "100"));
        await using var app = await StartAsync(section, services => services.AddSingleton<TimeProvider>(clock));

        clock.BreaksReadings = true;
        source.Change(("org:Limit", "100"), ("day:Limit", "5"), ("day:Period", "Daily"), ("job:Limit", "7"));
        clock.BreaksReadings = false;
        var made = app.Services.GetRequiredService<BudgetCatalog>().Keys;
        source.Change(("org:Limit", "100"), ("day:Limit", "6"), ("day:Period", "Daily"), ("job:Limit", "7"));

        made.Should().Equal("org", "job");
        app.Logged("BudgetNotAdded").Should().ContainSingle().Which.Message.Should().Contain("day").And.Contain("The clock cannot be read.");
        app.Budget("day").Limit.Should().Be(6m, "the options of the failed one are not left behind");
    }

    [Fact]
    public async Task Registry_WhoseSettingsThrowOnce_IsMadeTheNextTime()
    {
        var throws = true;
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddBudgets(TestApp.Section(PageApp.Section));
                builder.Services.AddBudgetRegistry<string>("tenants", configure: _ =>
                {
                    if (throws)
                        throw new IOException("The settings are away.");
                });
            },
            _ => { });
        var failure = Record.Exception(() => app.Services.GetRequiredService<BudgetRegistry<string>>());
        throws = false;

        app.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd("acme").Limit.Should().Be(5m);

        failure.Should().BeOfType<IOException>();
    }

    private static Task<TestApp> StartAsync(Microsoft.Extensions.Configuration.IConfigurationSection section, Action<IServiceCollection>? services = null) => TestApp.StartAsync(
        builder =>
        {
            services?.Invoke(builder.Services);
            builder.Services.AddBudgets(section);
            if (section["tenants:Limit"] is not null)
                builder.Services.AddBudgetRegistry<string>("tenants");
        },
        _ => { });
}
