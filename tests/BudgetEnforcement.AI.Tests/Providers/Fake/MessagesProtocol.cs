using System.Text.Json;
using System.Text.Json.Nodes;

namespace BudgetEnforcement.AI.Tests.Providers.Fake;

/// <summary>Anthropic's Messages, whose input does not contain what is cached.</summary>
internal sealed class MessagesProtocol : IProtocol
{
    public int CapOf(JsonElement request) => request.GetProperty("max_tokens").GetInt32();

    public bool ReportsInStream(JsonElement request) => true;

    public JsonNode Whole(FakeAnswer answer)
    {
        var message = Message(answer, answer.Output);
        message["content"] = new JsonArray(Block(answer, answer.Text, isWhole: true));
        message["stop_reason"] = StopReason(answer);
        return message;
    }

    public IEnumerable<string> Events(FakeAnswer answer)
    {
        yield return Event("message_start", new JsonObject { ["message"] = Message(answer, 1) });
        yield return Event("content_block_start", new JsonObject { ["index"] = 0, ["content_block"] = Block(answer, string.Empty, isWhole: false) });
        if (answer.ToolCall is { } call)
            yield return Delta(new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = call.Arguments });
        foreach (var text in answer.Deltas)
            yield return Delta(new JsonObject { ["type"] = "text_delta", ["text"] = text });
        yield return Event("content_block_stop", new JsonObject { ["index"] = 0 });
        var last = new JsonObject { ["delta"] = new JsonObject { ["stop_reason"] = StopReason(answer), ["stop_sequence"] = null } };
        if (!answer.Behaviour.OmitsUsage)
            last["usage"] = new JsonObject { ["output_tokens"] = answer.Output };
        yield return Event("message_delta", last);
        yield return Event("message_stop", []);
    }

    private static string Delta(JsonObject delta) => Event("content_block_delta", new JsonObject { ["index"] = 0, ["delta"] = delta });

    private static string StopReason(FakeAnswer answer) => answer.ToolCall is not null ? "tool_use" : answer.IsCut ? "max_tokens" : "end_turn";

    private static JsonObject Block(FakeAnswer answer, string text, bool isWhole) =>
        answer.ToolCall is { } call
            ? new() { ["type"] = "tool_use", ["id"] = "toolu_" + answer.Id, ["name"] = call.Name, ["input"] = isWhole ? JsonNode.Parse(call.Arguments) : new JsonObject() }
            : new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Message(FakeAnswer answer, int output)
    {
        var usage = answer.Behaviour.OmitsUsage ? null : new JsonObject
        {
            ["input_tokens"] = answer.Input - answer.Cached - answer.CacheWrites,
            ["cache_read_input_tokens"] = answer.Cached,
            ["cache_creation_input_tokens"] = answer.CacheWrites,
            ["output_tokens"] = output,
            ["service_tier"] = answer.Behaviour.Tier ?? "standard",
        };
        return new JsonObject
        {
            ["id"] = answer.Id,
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = answer.Model,
            ["content"] = new JsonArray(),
            ["stop_reason"] = null,
            ["stop_sequence"] = null,
            ["usage"] = usage,
        };
    }

    private static string Event(string type, JsonObject data)
    {
        data["type"] = type;
        return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
    }
}
