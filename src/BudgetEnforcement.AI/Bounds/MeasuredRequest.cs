namespace BudgetEnforcement.AI;

/// <summary>What is known of the input of a request before it is made.</summary>
/// <param name="InputTokens">The most input tokens; null where nothing but the largest input of the model bounds it.</param>
/// <param name="LeastTokens">The fewest input tokens of what is sent, by its bytes: a client that reports fewer leaves some out.</param>
/// <param name="Kinds">The kinds of tokens with prices of their own that can be in it.</param>
/// <param name="Fingerprint">Tells the request from others.</param>
/// <param name="OptionsFingerprint">Tells what comes before the messages from that of others: model, instructions, tools.</param>
/// <param name="KeptId">The conversation that the provider keeps and the request goes on with; null where there is none.</param>
/// <param name="Kept">What was reported for it, where <paramref name="InputTokens"/> is made from that.</param>
internal readonly record struct MeasuredRequest(
    long? InputTokens, long LeastTokens, AIKinds Kinds, ulong Fingerprint, ulong OptionsFingerprint, ulong? KeptId, Conversations.Reported? Kept);
