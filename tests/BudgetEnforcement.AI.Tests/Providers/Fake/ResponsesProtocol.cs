using System.Text.Json;
using System.Text.Json.Nodes;

namespace BudgetEnforcement.AI.Tests.Providers.Fake;

/// <summary>OpenAI's Responses.</summary>
internal sealed class ResponsesProtocol : IProtocol
{
    public int CapOf(JsonElement request) => request.TryGetProperty("max_output_tokens", out var cap) ? cap.GetInt32() : int.MaxValue;

    public bool ReportsInStream(JsonElement request) => true;

    public JsonNode Whole(FakeAnswer answer) => Response(answer, answer.IsCut ? "incomplete" : "completed", Item(answer, answer.Text));

    public IEnumerable<string> Events(FakeAnswer answer)
    {
        var number = 0;
        yield return Event("response.created", new JsonObject { ["response"] = Response(answer, "in_progress") });
        yield return Event("response.output_item.added", new JsonObject { ["output_index"] = 0, ["item"] = Item(answer, string.Empty) });
        foreach (var text in answer.Deltas)
            yield return Event("response.output_text.delta", new JsonObject { ["item_id"] = "m_" + answer.Id, ["output_index"] = 0, ["content_index"] = 0, ["delta"] = text });

        yield return Event("response.output_item.done", new JsonObject { ["output_index"] = 0, ["item"] = Item(answer, answer.Text) });
        var status = answer.IsCut ? "incomplete" : "completed";
        yield return Event("response." + status, new JsonObject { ["response"] = Response(answer, status, Item(answer, answer.Text)) });

        string Event(string type, JsonObject data)
        {
            data["type"] = type;
            data["sequence_number"] = number++;
            return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
        }
    }

    private static JsonObject Item(FakeAnswer answer, string text) =>
        answer.ToolCall is { } call
            ? new() { ["type"] = "function_call", ["id"] = "f_" + answer.Id, ["call_id"] = "call_" + answer.Id, ["name"] = call.Name, ["arguments"] = call.Arguments, ["status"] = "completed" }
            : new()
            {
                ["type"] = "message",
                ["id"] = "m_" + answer.Id,
                ["role"] = "assistant",
                ["status"] = "completed",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() }),
            };

    private static JsonObject Response(FakeAnswer answer, string status, params JsonNode[] output)
    {
        var body = new JsonObject
        {
            ["id"] = answer.Id,
            ["object"] = "response",
            ["created_at"] = 1,
            ["status"] = status,
            ["model"] = answer.Model,
            ["output"] = new JsonArray(output),
            ["tools"] = new JsonArray(),
            ["parallel_tool_calls"] = true,
        };
        if (status == "incomplete")
            body["incomplete_details"] = new JsonObject { ["reason"] = "max_output_tokens" };
        if (answer.Behaviour.Tier is { } tier)
            body["service_tier"] = tier;
        if (status != "in_progress" && !answer.Behaviour.OmitsUsage)
            body["usage"] = Usage(answer);
        return body;
    }

    private static JsonObject Usage(FakeAnswer answer)
    {
        var usage = new JsonObject
        {
            ["input_tokens"] = answer.Input,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = answer.Cached, ["cache_write_tokens"] = answer.CacheWrites },
            ["output_tokens"] = answer.Output,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = answer.Behaviour.Reasoning },
            ["total_tokens"] = answer.Total,
        };
        if (answer.Behaviour.ReportsCost)
            usage["cost_in_usd_ticks"] = (long)(answer.Cost * 10_000_000_000m);
        return usage;
    }
}
