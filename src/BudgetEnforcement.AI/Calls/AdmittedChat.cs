using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>A request that may be made.</summary>
/// <param name="Call">The call, to be charged.</param>
/// <param name="Messages">The messages that were bounded.</param>
/// <param name="Options">The options that were bounded, with the cap of the answer.</param>
internal sealed record AdmittedChat(BudgetedCall Call, IReadOnlyList<ChatMessage> Messages, ChatOptions Options);
