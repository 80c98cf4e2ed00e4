using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

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
        next.Should().HaveCount(4, "the clock, the verdict, the team and what is above it have changed").And.NotContain(part => part.Value.Contains("@@base@@", StringComparison.Ordinal));
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
    public async Task Host_WithAWatcher_StopsAtOnce()
    {
        var app = await PageApp.StartAsync();
        using var stream = await WatchAsync(app);
        await stream.PartsAsync();

        var start = TimeProvider.System.GetTimestamp();
        await app.DisposeAsync();

        TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(4));
    }

    private static async Task<Events> WatchAsync(TestApp app)
    {
        var client = app.Operator();
        return new Events(await client.GetStreamAsync("/budgets/events", Stop));
    }

    private sealed class Events(Stream stream) : IDisposable
    {
        private readonly StreamReader _reader = new(stream, Encoding.UTF8);

        internal async Task<Dictionary<string, string>> PartsAsync(Func<Dictionary<string, string>, bool>? wanted = null)
        {
            while (await _reader.ReadLineAsync(Stop) is { } line)
            {
                if (!line.StartsWith("data: {\"", StringComparison.Ordinal))
                    continue;
                var parts = JsonSerializer.Deserialize<Dictionary<string, string>>(line[6..])!;
                if (wanted?.Invoke(parts) != false)
                    return parts;
            }

            throw new EndOfStreamException();
        }

        public void Dispose() => _reader.Dispose();
    }
}
