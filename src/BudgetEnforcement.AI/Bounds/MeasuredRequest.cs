namespace BudgetEnforcement.AI;

/// <summary>What is known of the input of a request before it is made.</summary>
/// <param name="InputTokens">The most input tokens; null where nothing but the largest input of the model bounds it.</param>
/// <param name="Kinds">The kinds of tokens with prices of their own that can be in it.</param>
/// <param name="Fingerprint">Tells the request from others.</param>
/// <param name="OptionsFingerprint">Tells what comes before the messages from that of others: model, instructions, tools.</param>
internal readonly record struct MeasuredRequest(long? InputTokens, AIKinds Kinds, ulong Fingerprint, ulong OptionsFingerprint);
