using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore.Tests.Page;

public class LiveTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watcher_HearsEverythingFirst_AndThenWhatChanges()
    {
        await using var app = await PageApp.StartAsync();
        using var stream = await WatchAsync(app);

        var first = await stream.PartsAsync();
        app.Budget("team").AddCost(46m);
        var next = await stream.PartsAsync(parts => parts.Values.Any(part => part.Contains("team is nearly spent", StringComparison.Ordinal)));

        first.Should().ContainKeys("clock", "verdict", "nodes").And.HaveCount(6);
        next.Should().NotContain(part => part.Value.Contains("@@base@@", StringComparison.Ordinal));
        next.Keys.Where(part => part != "clock").Should().HaveCount(3, "the verdict, the team and what is above it have changed; the clock has not, where the second is the same");
    }

    [Fact]
    public async Task Watcher_OneTooMany_IsRefused_AndAPlaceIsFreeAgain()
    {
        await using var app = await PageApp.StartAsync(page: options => options.MaxWatchers = 1);
        using (var stream = await WatchAsync(app))
        {
            await stream.PartsAsync();
            (await app.Operator().GetAsync("/budgets/events", Stop)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        }

        await app.EventuallyAsync(() => app.Operator().GetAsync("/budgets/events", HttpCompletionOption.ResponseHeadersRead, Stop).GetAwaiter().GetResult().StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Watcher_ThatTheClockHasNoTimerFor_TakesNoPlace()
    {
        var clock = new BreakableClock();
        await using var app = await PageApp.StartAsync(services: services => services.AddSingleton<TimeProvider>(clock), page: options => options.MaxWatchers = 1);
        clock.BreaksTimers = true;
        var failure = await Record.ExceptionAsync(() => app.Operator().GetAsync("/budgets/events", Stop));
        clock.BreaksTimers = false;

        using var stream = await WatchAsync(app);

        failure.Should().BeOfType<IOException>();
        (await stream.PartsAsync()).Should().NotBeEmpty("the only place is free");
    }

    [Fact]
    public async Task Host_ThatDoesNotStart_LeavesNoTimerOfAPageBehind()
    {
        var clock = new BreakableClock();

        var failure = await Record.ExceptionAsync(() => TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddBudgets(TestApp.Section(PageApp.Section)).AddSingleton<TimeProvider>(clock);
                builder.Services.AddAuthorization();
            },
            app =>
            {
                app.MapBudgets("/one").AllowAnonymous();
                app.MapBudgets("/two", page => page.CommandPolicy = "nobody").AllowAnonymous();
            }));

        failure.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("'nobody'");
        clock.Living.Should().Be(0);
    }

    [Fact]
    public async Task Watcher_ThatNeverReads_IsCutOff()
    {
        var section = "{" + string.Join(',', Enumerable.Range(0, 400).Select(i => $$"""
            "b{{i.ToString(CultureInfo.InvariantCulture)}}": { "Limit": 1 }
            """)) + "}";
        await using var app = await PageApp.StartAsync(section, page: options => options.WriteTimeout = TimeSpan.FromMilliseconds(300));

        using var answer = await app.Operator().GetAsync("/budgets/events", HttpCompletionOption.ResponseHeadersRead, Stop);

        await app.EventuallyAsync(() => app.Logged("BudgetWatcherCut").Count == 1);
    }

    [Fact]
    public async Task Watcher_AfterItsTime_HasToAskAgain()
    {
        await using var app = await PageApp.StartAsync(page: options => options.WatchTime = TimeSpan.FromMilliseconds(300));
        using var stream = await WatchAsync(app);

        await stream.EndAsync();

        stream.Last.Should().NotBe("event: gone");
        app.Logged().Should().NotContain(record => record.Level >= LogLevel.Warning);
    }

    [Fact]
    public void Message_OfWatchersInStep_IsMadeOnce_AndKeepsNoEarlierOne()
    {
        var before = new LiveParts("s", new Dictionary<string, string> { ["a"] = "1", ["b"] = "x" });
        var now = new LiveParts("s", new Dictionary<string, string> { ["a"] = "2", ["b"] = "x" });

        now.MessageSince(before, "/budgets").Should().BeSameAs(now.MessageSince(before, "/budgets")).And.NotBeSameAs(now.MessageSince(null, "/budgets"));
        Encoding.UTF8.GetString(now.MessageSince(before, "/budgets")).Should().Be("event: parts\ndata: {\"structure\":\"s\",\"parts\":{\"a\":\"2\"}}\n\n");
        for (var i = 0; i < 100; i++)
            now.MessageSince(before, $"/{i}");
        now.MessageSince(before, "/99").Should().NotBeSameAs(now.MessageSince(before, "/99"), "no client fills the memory with addresses");
    }

    [Fact]
    public async Task Watcher_ThatReadsSlowly_IsNotCutOff()
    {
        var section = "{" + string.Join(',', Enumerable.Range(0, 400).Select(i => $$"""
            "b{{i.ToString(CultureInfo.InvariantCulture)}}": { "Limit": 1 }
            """)) + "}";
        await using var app = await PageApp.StartAsync(section, page: options => options.WriteTimeout = TimeSpan.FromSeconds(3));
        await using var stream = await app.Operator().GetStreamAsync("/budgets/events", Stop);
        var buffer = new byte[32 * 1024];

        for (var read = 0; read < 3 * buffer.Length;)
        {
            read += await stream.ReadAsync(buffer, Stop);
            await Task.Delay(400, Stop);
        }

        app.Logged("BudgetWatcherCut").Should().BeEmpty();
    }

    [Fact]
    public async Task Host_WithAWatcher_StopsAtOnce()
    {
        var app = await PageApp.StartAsync();
        using var stream = await WatchAsync(app);
        await stream.PartsAsync();

        var start = TimeProvider.System.GetTimestamp();
        await app.DisposeAsync();

        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(20), "the host would wait for 30");
    }

    [Fact]
    public async Task Watcher_WhenTheLinesChange_HearsTheVerdictOfTheSameMomentToo()
    {
        await using var app = await PageApp.StartAsync();
        using var stream = await WatchAsync(app);
        await stream.PartsAsync();
        var before = stream.Structure;

        app.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd("acme").AddCost(6m);
        var next = await stream.PartsAsync(parts => parts.TryGetValue("verdict", out var verdict) && verdict.Contains("tenants / acme is exceeded", StringComparison.Ordinal));

        stream.Structure.Should().NotBe(before);
        next.Keys.Should().Contain(id => id.StartsWith("b-", StringComparison.Ordinal));
        (await app.Operator().GetStringAsync("/budgets", Stop)).Should().Contain($"data-structure=\"{stream.Structure}\"", "a page that has other lines knows it by this");
    }

    [Theory]
    [InlineData("?budget=team")]
    [InlineData("?registry=tenants&budget=a%2Fb")]
    public async Task Watcher_OfOneBudget_HearsOfItAlone(string query)
    {
        await using var app = await PageApp.StartAsync();
        var tenant = app.Services.GetRequiredService<BudgetRegistry<string>>().GetOrAdd("a/b");
        using var stream = await WatchAsync(app, query);

        var first = await stream.PartsAsync();
        tenant.AddCost(1.25m);
        app.Budget("team").AddCost(1.25m);
        var next = await stream.PartsAsync(parts => parts.ContainsKey("sum"));

        first.Keys.Should().BeEquivalentTo("clock", "chip", "sum", "hour", "numbers");
        next["sum"].Should().Contain("$1.25</b> of ");
    }

    [Fact]
    public async Task Watcher_OfABudgetThatGoes_IsTold_AndOneOfNoneIsRefused()
    {
        await using var app = await PageApp.StartAsync();
        var tenants = app.Services.GetRequiredService<BudgetRegistry<string>>();
        tenants.GetOrAdd("acme");
        using var stream = await WatchAsync(app, "?registry=tenants&budget=acme");
        await stream.PartsAsync();

        tenants.TryRemove("acme");
        await stream.EndAsync();

        stream.Last.Should().Be("event: gone");
        (await app.Operator().GetAsync("/budgets/events?registry=tenants&budget=acme", Stop)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<Events> WatchAsync(TestApp app, string query = "")
    {
        var client = app.Operator();
        return new Events(await client.GetStreamAsync("/budgets/events" + query, Stop));
    }

    private sealed class Events(Stream stream) : IDisposable
    {
        private readonly StreamReader _reader = new(stream, Encoding.UTF8);

        internal string Structure { get; private set; } = string.Empty;

        internal string Last { get; private set; } = string.Empty;

        internal async Task EndAsync()
        {
            while (await _reader.ReadLineAsync(Stop) is { } line)
                Last = line.StartsWith("event:", StringComparison.Ordinal) ? line : Last;
        }

        internal async Task<Dictionary<string, string>> PartsAsync(Func<Dictionary<string, string>, bool>? wanted = null)
        {
            while (await _reader.ReadLineAsync(Stop) is { } line)
            {
                if (!line.StartsWith("data: {\"", StringComparison.Ordinal))
                {
                    Last = line;
                    continue;
                }

                var message = JsonDocument.Parse(line[6..]).RootElement;
                Structure = message.GetProperty("structure").GetString()!;
                var parts = message.GetProperty("parts").Deserialize<Dictionary<string, string>>()!;
                if (wanted?.Invoke(parts) != false)
                    return parts;
            }

            throw new EndOfStreamException();
        }

        public void Dispose() => _reader.Dispose();
    }
}
