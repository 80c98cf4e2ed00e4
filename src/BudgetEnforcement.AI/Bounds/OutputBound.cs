using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>How many tokens the answer to a request may have.</summary>
/// <param name="Cap">The cap that the request asks for: <see cref="ChatOptions.MaxOutputTokens"/> is always set.</param>
/// <param name="Most">The most that can be billed: more than <paramref name="Cap"/> where the request may carry another cap of its own.</param>
/// <param name="Least">The least that is worth a call; at most <paramref name="Cap"/>.</param>
/// <param name="CanShrink">Whether a smaller cap would make the call cheaper.</param>
internal readonly record struct OutputBound(int Cap, long Most, int Least, bool CanShrink)
{
    private const int UsualDefault = 8_192;
    private const int DefaultOfReasoning = 32_768;
    private const int LeastOfReasoning = 2_048;

    // No model so far makes more. It stands in for the limit of a model whose limit the book does not have.
    internal const int MostOfAnyModel = 512_000;

    /// <param name="options">The options of the request.</param>
    /// <param name="own">What the request has beside them.</param>
    /// <param name="outputLimit">The most that the model makes; null where it is not known.</param>
    /// <param name="reasons">Whether the model reasons by the book.</param>
    /// <param name="settings">The settings of the client.</param>
    internal static OutputBound Of(ChatOptions? options, OwnRequest own, long? outputLimit, bool reasons, AIBudgetSettings settings)
    {
        reasons |= own.Reasons || options?.Reasoning?.Effort is not (null or ReasoningEffort.None);
        var limit = Math.Min(outputLimit ?? MostOfAnyModel, int.MaxValue);
        var byDefault = Math.Min(settings.DefaultMaxOutputTokens ?? (reasons ? DefaultOfReasoning : UsualDefault), limit);
        var cap = (int)Math.Max(1, options?.MaxOutputTokens ?? byDefault);

        // Adapters take the cap of the user's own request before that of the options.
        if (!own.IsUnderstood)
            return new OutputBound(cap, Math.Max(cap, limit), cap, CanShrink: false);
        if (own.Cap is { } ownCap)
        {
            cap = options?.MaxOutputTokens is null ? ownCap : cap;
            return new OutputBound(cap, Math.Max(cap, ownCap), cap, CanShrink: false);
        }

        var least = Math.Max(settings.LeastOutputTokens, reasons ? LeastOfReasoning : 1);
        return new OutputBound(cap, cap, Math.Min(least, cap), CanShrink: true);
    }
}
