using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.Demo.Commands.Agent.Provider;

/// <summary>How the provider counts tokens: four bytes are one, and a part of four bytes counts as one too.</summary>
internal static class Tokens
{
    private const int BytesOfToken = 4;
    private const int AroundMessage = 3;

    internal static long Of(IEnumerable<ChatMessage> messages) => messages.Sum(message => AroundMessage + Of(message));

    internal static long Of(ChatMessage message) => message.Contents.Sum(Of);

    internal static long Of(IEnumerable<AITool> tools) =>
        tools.OfType<AIFunction>().Sum(tool => Of(tool.Name) + Of(tool.Description) + Of(tool.JsonSchema.GetRawText()));

    private static long Of(AIContent content) => content switch
    {
        TextContent text => Of(text.Text),
        FunctionCallContent call => Of(call.Name) + Of(JsonSerializer.Serialize(call.Arguments)),
        FunctionResultContent result => Of(result.Result?.ToString()),
        _ => 0,
    };

    private static long Of(string? text) => (Encoding.UTF8.GetByteCount(text ?? "") + BytesOfToken - 1) / BytesOfToken;
}
