using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>
/// What one answer of a model used: every count that there is a price for, as the provider reported it.
/// </summary>
/// <remarks>
/// <para>A count that is <see langword="null"/> was not reported, which is not the same as 0: where <see cref="InputTokens"/> or
/// <see cref="OutputTokens"/> is missing, <see cref="ModelPrice.Cost"/> knows no cost. A missing part (<see cref="CachedInputTokens"/>,
/// <see cref="ReasoningTokens"/> and so on) counts as none, and its tokens cost what those of the whole cost.</para>
/// <para>The parts are parts: <see cref="InputTokens"/> contains cached tokens, cache writes, audio and images, and
/// <see cref="OutputTokens"/> contains reasoning, audio and images, also where the provider (Anthropic) counts them beside each
/// other.</para>
/// <para>Immutable, so any number of threads may use it.</para>
/// </remarks>
public sealed record AIUsage
{
    /// <summary>All tokens that the model was given: new, cached and cache writes, of every kind. 0 or more; not checked.</summary>
    public long? InputTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was read from the provider's cache, of every kind.</summary>
    public long? CachedInputTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that was written to the provider's cache, for any time.</summary>
    public long? CacheWriteTokens { get; init; }

    /// <summary>
    /// The part of <see cref="CacheWriteTokens"/> that is kept for an hour; the rest is kept for five minutes, or as long as the provider
    /// likes.
    /// </summary>
    public long? CacheWrite1hTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that is audio.</summary>
    public long? InputAudioTokens { get; init; }

    /// <summary>The part of <see cref="InputAudioTokens"/> that was read from the provider's cache.</summary>
    public long? CachedAudioTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that is images.</summary>
    public long? InputImageTokens { get; init; }

    /// <summary>The part of <see cref="InputImageTokens"/> that was read from the provider's cache.</summary>
    public long? CachedImageTokens { get; init; }

    /// <summary>All tokens that the model made: text, reasoning, audio, images. 0 or more; not checked.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that is reasoning, which is billed and not shown.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that is audio.</summary>
    public long? OutputAudioTokens { get; init; }

    /// <summary>The part of <see cref="OutputTokens"/> that is images.</summary>
    public long? OutputImageTokens { get; init; }

    /// <summary>
    /// What the provider gives as the sum of all tokens, where it does; more than input and output together where it counts something else
    /// too.
    /// </summary>
    public long? TotalTokens { get; init; }

    /// <summary>The searches of the web that the provider made, each of which it bills.</summary>
    public long? WebSearches { get; init; }

    /// <summary>The requests that are billed, where a model is also billed by the request; <see langword="null"/> is one.</summary>
    public long? Requests { get; init; }

    /// <summary>
    /// The service tier that the answer names (<c>default</c>, <c>standard</c>, <c>priority</c>, <c>flex</c>, <c>batch</c>, and
    /// of Anthropic also the speed <c>fast</c>, the place <c>us</c>, and <c>fast us</c>); <see langword="null"/> where it names none.
    /// </summary>
    public string? ServiceTier { get; init; }

    /// <summary>The model that the answer names, mostly with its date; <see langword="null"/> where it names none.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The cost in US dollars that the answer itself gives (OpenRouter, xAI), exact; <see langword="null"/> where it gives none. The caller decides
    /// by the endpoint whether to believe it.
    /// </summary>
    public decimal? ReportedCost { get; init; }

    /// <summary>
    /// What the request used beside these counts, which do not contain it: a model that the answering one asked (Anthropic's advisor;
    /// <see cref="Model"/> names it), or the same model again, for compaction (<see cref="Model"/> is <see langword="null"/>).
    /// </summary>
    public IReadOnlyList<AIUsage> Beside { get; init; } = [];

    /// <summary>
    /// The same, with what <see cref="TotalTokens"/> has beyond input and output counted as output: some providers leave reasoning out of
    /// their output and bill it (Gemini, where it is called through its endpoint for Chat Completions).
    /// </summary>
    /// <returns>The other usage, or this one where there is nothing to add.</returns>
    public AIUsage WithUncountedOutput() =>
        TotalTokens is { } total && InputTokens is { } input && OutputTokens is { } output && total - input > output
            ? this with { OutputTokens = total - input }
            : this;

    /// <summary>Reads what an answer used from its JSON.</summary>
    /// <param name="provider">The provider as the price book names it: <c>openai</c>, <c>anthropic</c>, <c>google</c>, <c>azure</c>,
    /// <c>aws</c> and so on.</param>
    /// <param name="flavor">The form of the answer: <c>chat</c> (Chat Completions), <c>responses</c> (OpenAI Responses), <c>anthropic</c>
    /// (Messages), <c>embeddings</c>, <c>tokens</c> (Cohere, with what it does not bill), or <c>default</c>: the provider's own.</param>
    /// <param name="json">The answer, with its <c>usage</c> (<c>usageMetadata</c>).</param>
    /// <returns>What was used; <see langword="null"/> where the answer does not say, or a count in it cannot be read.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> or <paramref name="flavor"/> is
    /// <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="flavor"/> is not one of the above.</exception>
    public static AIUsage? Read(string provider, string flavor, JsonElement json)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(flavor);
        return UsageReader.Read(provider, flavor, json);
    }
}
