using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore.Tests.Page;

public partial class PageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_SaysFirstWhatIsWrong_AndShowsEveryBudget()
    {
        await using var app = await PageApp.StartAsync();
        app.Budget("team").AddCost(46m);

        var page = WebUtility.HtmlDecode(await app.Operator().GetStringAsync("/budgets", Stop));

        page.Should().Contain("<h2><bdi>team</bdi> is nearly spent</h2>").And.Contain("$46.00</b> of $50.00").And.Contain("$4.00 left").And.Contain("0 budgets");
    }

    [Fact]
    public async Task TopUp_ByTheForms_AsksFirst_AndSentTwice_CountsOnce()
    {
        await using var app = await PageApp.StartAsync();
        using var client = app.Operator();

        using var asked = await client.GetAsync("/budgets/confirm?command=top-up&budget=team&amount=12.50", Stop);
        var question = await asked.Content.ReadAsStringAsync(Stop);
        var before = app.Budget("team").Limit;
        client.DefaultRequestHeaders.Add("Cookie", asked.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        var fields = Field().Matches(question).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
        var first = await client.PostAsync("/budgets/do", new FormUrlEncodedContent(fields), Stop);
        var second = await client.PostAsync("/budgets/do", new FormUrlEncodedContent(fields), Stop);

        question.Should().Contain("Its limit is $50.00 and becomes $62.50");
        (before, app.Budget("team").Limit, first.StatusCode, second.StatusCode).Should().Be((50m, 62.5m, HttpStatusCode.SeeOther, HttpStatusCode.SeeOther));
        (await client.GetStringAsync(first.Headers.Location, Stop)).Should().Contain("The budget was topped up.");
    }

    [Theory]
    [InlineData("a/b %2F ../?c#d&e=f+g")]
    [InlineData("\u202Egnp\u200D\u0007")]
    [InlineData("no\u00A0break\r\nline\n")]
    [InlineData("می\u200Cخواهم 👨‍👩‍👧")]
    public async Task TopUp_ByTheForms_OfAnyName_IsThatOfTheBudget(string name)
    {
        await using var app = await PageApp.StartAsync();
        using var client = app.Operator();
        var tenant = app.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd(name);

        var page = await client.GetStringAsync($"/budgets/budget?registry=tenants&budget={Uri.EscapeDataString(name)}", Stop);
        var asking = Field().Matches(page).Take(2).Select(field => $"{field.Groups[1].Value}={Uri.EscapeDataString(WebUtility.HtmlDecode(field.Groups[2].Value))}");
        using var asked = await client.GetAsync($"/budgets/confirm?{string.Join('&', asking)}&amount=2", Stop);
        client.DefaultRequestHeaders.Add("Cookie", asked.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        var fields = Field().Matches(await asked.Content.ReadAsStringAsync(Stop)).ToDictionary(field => field.Groups[1].Value, field => WebUtility.HtmlDecode(field.Groups[2].Value));
        var done = await client.PostAsync("/budgets/do", new FormUrlEncodedContent(fields), Stop);

        (done.StatusCode, tenant.Limit).Should().Be((HttpStatusCode.SeeOther, 7m));
        fields.Values.Should().OnlyContain(value => value.All(char.IsAscii), "browsers change values that are not ASCII");
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "garbage", 1, 400)]
    [InlineData("multipart/form-data", "garbage", 1, 400)]
    [InlineData("application/x-www-form-urlencoded", "a=1&", 2000, 400)]
    [InlineData("application/x-www-form-urlencoded", "a", 5_000_000, 400)]
    public async Task Form_ThatCannotBeRead_IsAnsweredWithASentence_AndIsNoError(string type, string part, int times, int status)
    {
        await using var app = await PageApp.StartAsync();
        using var content = new StringContent(string.Concat(Enumerable.Repeat(part, times)));
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await app.Operator().PostAsync("/budgets/do", content, Stop);

        ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).Should().Be((status, "text/html"));
        app.Logged().Should().NotContain(record => record.Level >= LogLevel.Error);
    }

    [Theory]
    [InlineData("/budgets")]
    [InlineData("/budgets/budget?budget=team")]
    [InlineData("/budgets/api/budgets")]
    [InlineData("/budgets/page.css")]
    public async Task Head_OfAPage_IsAnswered(string path)
    {
        await using var app = await PageApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        (await app.Operator().SendAsync(request, Stop)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Page_OfABudgetThatIsStoppedFromAbove_SaysSo_AndLeadsThere()
    {
        await using var app = await PageApp.StartAsync();
        app.Budget("org").AddCost(101m);

        var page = await app.Operator().GetStringAsync("/budgets/budget?budget=team", Stop);

        page.Should().Contain("stopped from above").And.Contain("""<a href="/budgets/budget?budget=org"><bdi>org</bdi></a>""").And.NotContain("ends in");
    }

    [Fact]
    public async Task Names_OfUsers_StandByThemselves_InSentencesToo()
    {
        await using var app = await PageApp.StartAsync();
        app.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd("שלום 7").AddCost(6m);
        var query = $"?registry=tenants&budget={Uri.EscapeDataString("שלום 7")}";

        (await app.Operator().GetStringAsync("/budgets", Stop)).Should().Contain("<h2><bdi>tenants / שלום 7</bdi> is exceeded</h2>");
        (await app.Operator().GetStringAsync($"/budgets/confirm{query}&command=top-up&amount=1", Stop)).Should().Contain("Top up <bdi>tenants / שלום 7</bdi> by $1.00?");
    }

    [Fact]
    public async Task Page_WhereMoreNeedALookThanItShows_SaysHowMany()
    {
        await using var app = await PageApp.StartAsync(page: options => options.ShownOfRegistry = 2);
        var tenants = app.Services.GetRequiredService<BudgetRegistry<string>>();
        for (var i = 0; i < 9; i++)
            tenants.GetOrAdd("t" + i.ToString(CultureInfo.InvariantCulture)).AddCost(6m);

        (await app.Operator().GetStringAsync("/budgets", Stop)).Should().Contain("9 budgets are exceeded").And.Contain("and 7 more");
    }

    [Theory]
    [InlineData("1,000")]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("1e3")]
    [InlineData("<b>")]
    [InlineData("79228162514264337593543950335")]
    public async Task Amount_ThatIsNone_IsRefusedWithASentence(string amount)
    {
        await using var app = await PageApp.StartAsync();

        var answer = await app.Operator().GetAsync($"/budgets/confirm?command=top-up&budget=team&amount={Uri.EscapeDataString(amount)}", Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Stop)).Should().Contain("role=\"alert\"").And.NotContain("<b>");
    }

    [Fact]
    public async Task Names_OfUsers_AreTextEverywhere()
    {
        const string Evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202Egnp\u0007";
        await using var app = await PageApp.StartAsync();
        app.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd(Evil).AddCost(6m);
        var query = $"?registry=tenants&budget={Uri.EscapeDataString(Evil)}";

        foreach (var path in (string[])["/budgets", "/budgets/budget" + query, $"/budgets/confirm{query}&command=top-up&amount=1", $"/budgets/budget?budget={Uri.EscapeDataString(Evil)}"])
        {
            using var answer = await app.Operator().GetAsync(path, Stop);
            var page = await answer.Content.ReadAsStringAsync(Stop);
            page.Should().NotContain("<img").And.NotContain("<script>").And.NotContain("onerror=alert(1)>").And.NotContain("\u202E").And.NotContain("\u0007");
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.Should().Contain("default-src 'none'").And.NotContain("unsafe-inline");
            page.Should().NotContain("style=").And.NotContain("onclick");
        }

        (await app.Operator().GetStringAsync("/budgets", Stop)).Should().Contain(@"\u202Egnp\u0007");
    }

    [Fact]
    public async Task Tenants_AHundredThousand_AreFewLines_AndLookingKeepsNone()
    {
        await using var app = await PageApp.StartAsync();
        var tenants = app.Services.GetRequiredService<BudgetRegistry<string>>();
        for (var i = 0; i < 100_000; i++)
            tenants.GetOrAdd("t" + i.ToString(CultureInfo.InvariantCulture));
        tenants.GetOrAdd("full").AddCost(4.9m);

        var page = await app.Operator().GetStringAsync("/budgets", Stop);

        page.Length.Should().BeLessThan(100_000);
        page.Should().Contain("100,001 budgets, the 10 with the least room").And.Contain(">full</bdi>");
    }

    [Fact]
    public async Task Page_UnderAPathBase_LinksThere()
    {
        await using var app = await PageApp.StartAsync();

        var context = await app.Server.SendAsync(request =>
        {
            request.Request.PathBase = "/behind";
            request.Request.Path = "/budgets";
            request.Request.Headers["X-Role"] = "operator";
        }, Stop);

        using var reader = new StreamReader(context.Response.Body);
        (await reader.ReadToEndAsync(Stop)).Should().Contain("href=\"/behind/budgets/budget?budget=org\"").And.NotContain("\"/budgets");
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)">""")]
    private static partial Regex Field();
}
