using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AI.Tests.Providers.Fake;

/// <summary>
/// A provider on loopback that speaks Chat Completions, Responses and Messages, streaming and not, and bills every request. It bills when it
/// begins to answer, for the whole answer, even if the client does not read it.
/// </summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Bills _bills;
    private readonly CancellationTokenSource _stopping = new();
    private int _requests;
    private int _toolCalls;
    private bool _isDisposed;

    // What a provider keeps of conversations, by the id of the last answer: their bytes.
    private readonly ConcurrentDictionary<string, long> _conversations = new();

    private FakeProvider(WebApplication app, Bills bills) => (_app, _bills) = (app, bills);

    internal Uri Address { get; private set; } = null!;

    internal Behaviour Behaviour { get; set; } = new();

    /// <summary>How many requests came, those of repeated attempts too.</summary>
    internal int Requests => Volatile.Read(ref _requests);

    /// <summary>How many answers have stopped in the middle.</summary>
    internal int Stalled;

    internal List<JsonElement> Received { get; } = [];

    internal static async Task<FakeProvider> StartAsync(Bills bills)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new FakeProvider(app, bills);
        app.MapPost("/v1/chat/completions", context => provider.AnswerAsync(context, new ChatCompletionsProtocol()));
        app.MapPost("/v1/responses", context => provider.AnswerAsync(context, new ResponsesProtocol()));
        app.MapPost("/v1/messages", context => provider.AnswerAsync(context, new MessagesProtocol()));
        app.MapPost("/v1/embeddings", provider.EmbedAsync);
        await app.StartAsync();
        provider.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return provider;
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

    private async Task AnswerAsync(HttpContext context, IProtocol protocol)
    {
        var number = Interlocked.Increment(ref _requests);
        var request = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        lock (Received)
            Received.Add(request);
        var behaviour = Behaviour;
        var answer = NewAnswer(behaviour, request, protocol, number);
        var fails = behaviour.Status != 200 && number <= behaviour.Failures;
        if (!fails || behaviour.BillsFailures)
            _bills.Add(answer.Cost, isReported: !fails && answer.IsReported && !(answer.IsStream && !protocol.ReportsInStream(request)));
        if (fails)
            await FailAsync(context, behaviour.Status);
        else if (behaviour.IsGarbled)
            await context.Response.WriteAsync("{ \"garbled\": ");
        else if (answer.IsStream)
            await StreamAsync(context, protocol, answer);
        else
            await RespondAsync(context, protocol.Whole(answer), behaviour);
    }

    private FakeAnswer NewAnswer(Behaviour behaviour, JsonElement request, IProtocol protocol, int number)
    {
        var (ofRequest, ofConversation) = PromptBytes.Of(request);
        if (request.TryGetProperty("previous_response_id", out var previous))
            ofConversation += _conversations[previous.GetString()!];
        var input = (ofRequest + ofConversation + behaviour.BytesOfToken - 1) / behaviour.BytesOfToken;
        var answer = new FakeAnswer(behaviour, request, $"id_{number}", input, string.Empty, null, IsCut: false);
        var next = Interlocked.Increment(ref _toolCalls) - 1;
        if (next < behaviour.ToolCalls.Count)
        {
            answer = answer with { ToolCall = behaviour.ToolCalls[next] };
        }
        else
        {
            var cap = behaviour.IgnoresCap ? int.MaxValue : protocol.CapOf(request);
            var length = Math.Max(0, Math.Min(behaviour.WantedOutput, cap - behaviour.Reasoning));
            answer = answer with { Text = new string('x', length), IsCut = length < behaviour.WantedOutput };
        }

        _conversations[answer.Id] = ofConversation + answer.Output;
        return answer;
    }

    private static async Task FailAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status is 429 or >= 500)
            context.Response.Headers["retry-after-ms"] = "1";
        await context.Response.WriteAsJsonAsync(new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = "some_error", ["message"] = "no" } });
    }

    private async Task RespondAsync(HttpContext context, JsonNode body, Behaviour behaviour)
    {
        var json = body.ToJsonString();
        context.Response.ContentType = "application/json";
        if (!behaviour.CutsOff && !behaviour.Stalls)
        {
            await context.Response.WriteAsync(json);
            return;
        }

        await context.Response.WriteAsync(json[..(json.Length / 2)]);
        await BreakAsync(context, behaviour);
    }

    private async Task StreamAsync(HttpContext context, IProtocol protocol, FakeAnswer answer)
    {
        context.Response.ContentType = "text/event-stream";
        var events = protocol.Events(answer).ToList();
        var isBroken = answer.Behaviour is { CutsOff: true } or { EndsEarly: true } or { Stalls: true };
        foreach (var one in isBroken ? events.Take(events.Count / 2) : events)
        {
            await context.Response.WriteAsync(one);
            await context.Response.Body.FlushAsync();
        }

        if (isBroken && !answer.Behaviour.EndsEarly)
            await BreakAsync(context, answer.Behaviour);
    }

    private async Task BreakAsync(HttpContext context, Behaviour behaviour)
    {
        await context.Response.Body.FlushAsync();
        if (behaviour.Stalls)
        {
            Interlocked.Increment(ref Stalled);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
            await Task.Delay(Timeout.Infinite, either.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        context.Abort();
    }

    private async Task EmbedAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        var request = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        var tokens = PromptBytes.Of(request).OfConversation;
        _bills.Add(FakeRates.Of(tokens, 0, 0, 0, null), !Behaviour.OmitsUsage);
        var count = request.GetProperty("input") is { ValueKind: JsonValueKind.Array } inputs ? inputs.GetArrayLength() : 1;
        var vectors = Enumerable.Range(0, count).Select(i => (JsonNode)new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = Convert.ToBase64String(new byte[8]) });
        var body = new JsonObject { ["object"] = "list", ["model"] = FakeRates.EmbeddingModel, ["data"] = new JsonArray([.. vectors]) };
        body["usage"] = Behaviour.OmitsUsage ? new JsonObject() : new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens };
        await context.Response.WriteAsJsonAsync(body);
    }
}
