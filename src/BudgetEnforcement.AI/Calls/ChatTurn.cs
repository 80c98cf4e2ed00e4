namespace BudgetEnforcement.AI;

/// <summary>A request of a chat that is under way, as a turn of its conversation.</summary>
/// <param name="requests">Where the next request of the conversation is measured.</param>
/// <param name="measured">What was known of this one.</param>
internal sealed class ChatTurn(RequestMeasure requests, MeasuredRequest measured)
{
    internal void EndUnbilled() => requests.EndUnbilled(measured);

    /// <param name="conversationId">The conversation that the answer names.</param>
    /// <param name="usage">What was reported; null where nothing was.</param>
    internal void End(string? conversationId, AIUsage? usage) => requests.End(measured, conversationId, usage);
}
