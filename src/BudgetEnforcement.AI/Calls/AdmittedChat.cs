using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>A request that may be made.</summary>
/// <param name="Call">The call, to be charged.</param>
/// <param name="Messages">The messages, enumerated once.</param>
/// <param name="Options">The options with the cap of the answer.</param>
/// <param name="Measured">What was known of the request.</param>
/// <param name="Requests">Where the next request of the conversation is measured.</param>
internal sealed record AdmittedChat(
    BudgetedCall Call, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, MeasuredRequest Measured, RequestMeasure Requests)
{
    /// <summary>Charges the call, and notes what was reported for the next one of the conversation.</summary>
    /// <param name="hasEnded">Whether the answer came to its end.</param>
    internal void Charge(bool hasEnded)
    {
        if (Call.Charge(hasEnded) is { } usage)
            Requests.Remember(Measured, Call.Reading.ConversationId, usage);
    }
}
