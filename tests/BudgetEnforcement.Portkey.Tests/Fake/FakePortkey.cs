using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Portkey.Tests.Fake;

/// <summary>
/// Portkey's analytics on loopback, with its oddities: cents in floating point, numbers as texts, calls that are known late. It computes its answers from
/// the calls in its logs; a test may put any other answer in their place.
/// </summary>
internal sealed class FakePortkey : IAsyncDisposable
{
    internal const string Key = "pk-Very+Secret/Key==";

    private readonly WebApplication _app;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<LoggedCall> _calls = [];
    private readonly List<RecordedRequest> _requests = [];
    private bool _isDisposed;

    private FakePortkey(WebApplication app, TimeProvider clock) => (_app, _clock) = (app, clock);

    internal Uri Address { get; private set; } = null!;

    /// <summary>Answers instead; false where it has not.</summary>
    internal Func<HttpContext, Task<bool>>? Instead { get; set; }

    internal bool WritesNumbersAsTexts { get; set; }

    /// <summary>Whether a call at the very maximum is in the window; what the real Portkey does is unknown.</summary>
    internal bool TakesMaximumIn { get; set; } = true;

    /// <summary>The name of the group of calls without the key; there is no such group where it is null.</summary>
    internal string? GroupOfOthers { get; set; }

    /// <summary>The most rows of a page, even if a request asks for more.</summary>
    internal int MostRows { get; set; } = int.MaxValue;

    internal IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    internal CancellationToken Stopping => _stopping.Token;

    internal static async Task<FakePortkey> StartAsync(TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var portkey = new FakePortkey(app, clock ?? TimeProvider.System);
        app.Run(portkey.AnswerAsync);
        await app.StartAsync();
        portkey.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1/");
        return portkey;
    }

    internal void Add(params IEnumerable<LoggedCall> calls)
    {
        lock (_calls)
            _calls.AddRange(calls);
    }

    internal void Forget()
    {
        lock (_calls)
            _calls.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        lock (_requests)
        {
            _requests.Add(new RecordedRequest(
                context.Request.Path.Value!,
                context.Request.QueryString.ToString(),
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                _clock.GetUtcNow()));
        }

        if (Instead is { } instead && await instead(context))
            return;
        if (context.Request.Headers["x-portkey-api-key"] != Key)
            await Answers.Json(context, """{"success":false,"data":{"message":"Unauthorized","errorCode":"AB05"}}""", 401);
        else if (context.Request.Path == "/v1/analytics/graphs/cost")
            await Answers.Json(context, Graph(Calls(context)));
        else if (context.Request.Path.StartsWithSegments("/v1/analytics/groups/metadata", StringComparison.Ordinal, out var key))
            await Answers.Json(context, Groups(Calls(context), key.Value![1..], context));
        else
            await Answers.Json(context, """{"message":"no such thing"}""", 404);
    }

    private List<LoggedCall> Calls(HttpContext context)
    {
        var (least, most) = (Instant("time_of_generation_min"), Instant("time_of_generation_max"));
        var now = _clock.GetUtcNow();
        lock (_calls)
            return [.. _calls.Where(call => call.KnownAt <= now && call.At >= least && (TakesMaximumIn ? call.At <= most : call.At < most))];

        DateTimeOffset Instant(string name) => DateTimeOffset.Parse(context.Request.Query[name].Single()!, CultureInfo.InvariantCulture);
    }

    private string Graph(List<LoggedCall> calls) =>
        $$"""{"object":"analytics-graph","is_quota_exceeded":false,"data_points":[],"summary":{"avg":0,"total":{{Number(Cents(calls))}} } }""";

    private string Groups(List<LoggedCall> calls, string key, HttpContext context)
    {
        var page = int.Parse(context.Request.Query["current_page"].Single()!, CultureInfo.InvariantCulture);
        var size = Math.Min(MostRows, int.Parse(context.Request.Query["page_size"].Single()!, CultureInfo.InvariantCulture));
        var groups = calls.GroupBy(call => call.MetadataKey == key && call.Label is not null ? call.Label : GroupOfOthers).Where(group => group.Key is not null).ToList();
        var rows = groups.Skip(page * size).Take(size).Select(group =>
            $$"""{"metadata_value":{{JsonSerializer.Serialize(group.Key)}},"requests":{{group.Count()}},"cost":{{Number(Cents(group))}},"avg_tokens":12.5,"object":"analytics-group"}""");
        return $$"""{"object":"list","total":{{Number(groups.Count)}},"data":[{{string.Join(',', rows)}}]}""";
    }

    // As a database adds doubles.
    private static double Cents(IEnumerable<LoggedCall> calls) => calls.Sum(call => (double)call.Cents);

    private string Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return WritesNumbersAsTexts ? $"\"{text}\"" : text;
    }
}

/// <summary>A request that the fake has received.</summary>
internal sealed record RecordedRequest(string Path, string Query, IReadOnlyDictionary<string, string> Headers, DateTimeOffset At);
