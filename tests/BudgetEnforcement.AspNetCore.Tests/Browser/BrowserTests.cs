using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace BudgetEnforcement.AspNetCore.Tests.Browser;

/// <summary>The page as a person sees and uses it.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    // Where to put pictures for a person to look at; nowhere if it is not set.
    /// <summary>Opens a page and waits until it lives.</summary>
    private static async Task<IPage> OpenLiveAsync(IBrowserContext context, string address)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        await Assertions.Expect(page.Locator("#live.on")).ToBeVisibleAsync();
        return page;
    }

    private static readonly string? Pictures = Environment.GetEnvironmentVariable("BUDGETS_PICTURES");

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(375, ColorScheme.Dark)]
    public async Task Pages_AreAccessible_AndFitTheScreen(int width, ColorScheme scheme)
    {
        Chromium.SkipWhereThereIsNone();
        await using var app = await ShownApp.BusyAsync();
        await using var context = await chromium.Present.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        var page = await context.NewPageAsync();
        var complaints = Complaints(page);

        foreach (var (path, name) in ((string, string)[])[("", "all"), ("/budget?budget=research", "one"), ("/confirm?command=top-up&budget=research&amount=250", "confirm"), ("/budget?budget=nope", "fault")])
        {
            await page.GotoAsync(app.Address + path);
            if (path.Length == 0)
                await Assertions.Expect(page.Locator("#live.on")).ToBeVisibleAsync();
            await PictureAsync(page, $"{name}-{width}-{scheme}");
            (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).Should().BeTrue("{0} fits {1} pixels", name, width);
            var result = await page.RunAxe();
            result.Violations.Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => node.Html))}").Should().BeEmpty(name);
        }

        complaints.Should().OnlyContain(text => text.Contains("404", StringComparison.Ordinal), "nothing is blocked and no script fails");
    }

    [Fact]
    public async Task Page_ByKeyboard_TopsUp_AndStaysLive()
    {
        Chromium.SkipWhereThereIsNone();
        await using var app = await ShownApp.CalmAsync();
        await using var context = await chromium.Present.NewContextAsync();
        var page = await OpenLiveAsync(context, app.Address);
        await Assertions.Expect(page.Locator("h2").First).ToHaveTextAsync("All 3 budgets have room");

        app.Budget("job").AddCost(9m);
        await Assertions.Expect(page.Locator("h2").First).ToHaveTextAsync("job is nearly spent");
        await page.Locator(".attention a").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Top up by").FocusAsync();
        await page.Keyboard.TypeAsync("15");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Top up", Exact = true }).PressAsync("Enter");

        await Assertions.Expect(page.GetByText("The budget was topped up.")).ToBeVisibleAsync();
        app.Budget("job").Limit.Should().Be(25m);
    }

    [Fact]
    public async Task Page_OfOneBudget_StaysLive_AndKeepsWhatIsTyped()
    {
        Chromium.SkipWhereThereIsNone();
        await using var app = await ShownApp.CalmAsync();
        await using var context = await chromium.Present.NewContextAsync();
        var page = await OpenLiveAsync(context, app.Address + "/budget?budget=job");
        await page.GetByLabel("New limit").FillAsync("12");

        app.Budget("job").AddCost(9m);

        await Assertions.Expect(page.Locator("h1 .chip")).ToHaveTextAsync("Nearly spent");
        await Assertions.Expect(page.Locator(".big b")).ToHaveTextAsync("$9.42");
        await Assertions.Expect(page.Locator("#said")).ToHaveTextAsync("job: Nearly spent");
        (await page.GetByLabel("New limit").InputValueAsync()).Should().Be("12");
    }

    [Fact]
    public async Task Page_OfATenantThatIsNotShown_OpensByItsKey_WhileThePageLives()
    {
        Chromium.SkipWhereThereIsNone();
        await using var app = await ShownApp.BusyAsync();
        await using var context = await chromium.Present.NewContextAsync();
        var page = await OpenLiveAsync(context, app.Address);

        await page.GetByLabel("Key").PressSequentiallyAsync("tenant 5", new() { Delay = 150 });
        app.Tenant("tenant 3").AddCost(6m); // The line changes under the fingers.
        await Assertions.Expect(page.Locator("h2").First).ToHaveTextAsync("4 budgets are exceeded");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("h1 bdi")).ToHaveTextAsync("tenants / tenant 5");
    }

    [Fact]
    public async Task Page_WhoseLinesChange_ShowsThem_WithTheVerdict_AndKeepsTheKeyboard()
    {
        Chromium.SkipWhereThereIsNone();
        await using var app = await ShownApp.BusyAsync();
        await using var context = await chromium.Present.NewContextAsync();
        var page = await OpenLiveAsync(context, app.Address);
        var row = page.Locator(".budgets a", new() { HasText = "fleet" });
        await row.FocusAsync();

        app.Tenant("newcomer").AddCost(9m);

        await Assertions.Expect(page.Locator("h2").First).ToHaveTextAsync("4 budgets are exceeded");
        await Assertions.Expect(row).ToBeFocusedAsync();
        (await page.Locator(".budgets a", new() { HasText = "newcomer" }).CountAsync()).Should().Be(0, "the list is not taken from under the keyboard");
        await row.EvaluateAsync("row => row.blur()");
        await Assertions.Expect(page.Locator(".budgets a", new() { HasText = "newcomer" })).ToBeVisibleAsync(new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task Page_WithoutScript_HasEverything()
    {
        Chromium.SkipWhereThereIsNone();
        await using var app = await ShownApp.ManyAsync();
        await using var context = await chromium.Present.NewContextAsync(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();

        await page.GotoAsync(app.Address);
        await PictureAsync(page, "many-1440");
        (await page.Locator(".budgets > li").CountAsync()).Should().Be(300);
        await page.Locator("a", new() { HasText = "project 007" }).First.ClickAsync();
        await page.GetByLabel("New limit").FillAsync("99");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set limit…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the limit" }).ClickAsync();

        SpinWait.SpinUntil(() => app.Budget("project 007").Limit == 99m, TimeSpan.FromSeconds(30)).Should().BeTrue();
    }

    private static ConcurrentQueue<string> Complaints(IPage page)
    {
        var complaints = new ConcurrentQueue<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
        return complaints;
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name + ".png"), FullPage = name[0] != 'm' });
    }
}
