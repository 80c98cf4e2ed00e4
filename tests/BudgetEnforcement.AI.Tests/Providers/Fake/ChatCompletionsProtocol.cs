using System.Text.Json;
using System.Text.Json.Nodes;

namespace BudgetEnforcement.AI.Tests.Providers.Fake;

/// <summary>Chat Completions.</summary>
internal sealed class ChatCompletionsProtocol : IProtocol
{
    public int CapOf(JsonElement request) =>
        request.TryGetProperty("max_completion_tokens", out var cap) || request.TryGetProperty("max_tokens", out cap) ? cap.GetInt32() : int.MaxValue;

    public bool ReportsInStream(JsonElement request) =>
        request.TryGetProperty("stream_options", out var options) && options.TryGetProperty("include_usage", out var include) && include.GetBoolean();

    public JsonNode Whole(FakeAnswer answer)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = answer.ToolCall is null ? answer.Text : null };
        if (answer.ToolCall is { } call)
            message["tool_calls"] = new JsonArray(ToolCall(answer, call.Name, call.Arguments));
        var body = Envelope(answer, "chat.completion", new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = FinishReason(answer) });
        if (!answer.Behaviour.OmitsUsage)
            body["usage"] = Usage(answer, answer.Output);
        return body;
    }

    public IEnumerable<string> Events(FakeAnswer answer)
    {
        var sent = 0;
        if (answer.ToolCall is { } call)
        {
            var delta = ToolCall(answer, call.Name, call.Arguments);
            delta["index"] = 0;
            yield return Event(Chunk(answer, new JsonObject { ["role"] = "assistant", ["tool_calls"] = new JsonArray(delta) }, null));
        }

        foreach (var text in answer.Deltas)
        {
            var chunk = Chunk(answer, new JsonObject { ["role"] = "assistant", ["content"] = text }, null);
            sent += text.Length;
            if (answer.Behaviour.ReportsAlways)
                chunk["usage"] = Usage(answer, sent);
            yield return Event(chunk);
        }

        yield return Event(Chunk(answer, [], FinishReason(answer)));
        if (!answer.Behaviour.OmitsUsage)
        {
            var last = Envelope(answer, "chat.completion.chunk");
            last["usage"] = Usage(answer, answer.Output);
            yield return Event(last);
        }

        yield return "data: [DONE]\n\n";
    }

    private static string FinishReason(FakeAnswer answer) => answer.ToolCall is not null ? "tool_calls" : answer.IsCut ? "length" : "stop";

    private static JsonObject ToolCall(FakeAnswer answer, string name, string arguments) =>
        new() { ["id"] = "call_" + answer.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments } };

    private static JsonObject Chunk(FakeAnswer answer, JsonObject delta, string? finishReason) =>
        Envelope(answer, "chat.completion.chunk", new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason });

    private static JsonObject Envelope(FakeAnswer answer, string kind, params JsonNode[] choices)
    {
        var body = new JsonObject { ["id"] = answer.Id, ["object"] = kind, ["created"] = 1, ["model"] = answer.Model, ["choices"] = new JsonArray(choices) };
        if (answer.Behaviour.Tier is { } tier)
            body["service_tier"] = tier;
        return body;
    }

    private static JsonObject Usage(FakeAnswer answer, int output)
    {
        var usage = new JsonObject
        {
            ["prompt_tokens"] = answer.Input,
            ["completion_tokens"] = output,
            ["total_tokens"] = answer.Input + output + answer.Behaviour.Uncounted,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = answer.Cached, ["cache_write_tokens"] = answer.CacheWrites },
            ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = answer.Behaviour.Reasoning },
        };
        if (answer.Behaviour.ReportsCost)
            usage["cost"] = answer.Cost;
        return usage;
    }

    private static string Event(JsonNode data) => $"data: {data.ToJsonString()}\n\n";
}
