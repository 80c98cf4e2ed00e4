using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>A generator of embeddings whose every call is admitted by a budget, as those of <see cref="BudgetChatClient"/> are.</summary>
internal sealed class BudgetEmbeddingGenerator<TInput, TEmbedding> : DelegatingEmbeddingGenerator<TInput, TEmbedding>
    where TEmbedding : Embedding
{
    private readonly Func<IEnumerable<TInput>, EmbeddingGenerationOptions?, BudgetEnforcer?> _budgetFor;
    private readonly CallEnvironment _environment;
    private readonly string? _defaultModel;

    internal BudgetEmbeddingGenerator(
        IEmbeddingGenerator<TInput, TEmbedding> inner,
        Func<IEnumerable<TInput>, EmbeddingGenerationOptions?, BudgetEnforcer?> budgetFor,
        AIBudgetOptions options)
        : base(inner)
    {
        if (inner.GetService(typeof(BudgetEmbeddingGenerator<TInput, TEmbedding>)) is not null)
            throw new InvalidOperationException("The generator is under a budget already, and would be charged twice.");
        var metadata = inner.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        _budgetFor = budgetFor;
        _defaultModel = metadata?.DefaultModelId;
        _environment = new CallEnvironment(options, metadata?.ProviderUri, metadata?.ProviderName);
    }

    public override async Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(
        IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var origin = new CallOrigin(CallBudgets.Of(_budgetFor(values, options), BudgetScope.Current), Activity.Current);
        var list = values as IReadOnlyList<TInput> ?? [.. values];
        var model = options?.ModelId ?? _defaultModel;
        var quote = QuoteFor(model, list, origin);
        _environment.WarnOnce(origin.Budgets.First, quote.At);
        var admitted = await _environment.Admission.AdmitAsync(origin.Budgets, quote, WhenFull.Throw, cancellationToken).ConfigureAwait(false);
        var call = new BudgetedCall(_environment, origin, quote, admitted!.Value, model);
        GeneratedEmbeddings<TEmbedding> embeddings;
        try
        {
            embeddings = await base.GenerateAsync(list, options, cancellationToken).ConfigureAwait(false);
            call.Reading.Add(embeddings.Usage, embeddings.Count > 0 ? embeddings[0].ModelId : null);
        }
        catch (Exception failure)
        {
            call.Fail(failure);
            throw;
        }

        call.Charge(hasEnded: true);
        return embeddings;
    }

    private Quote QuoteFor(string? model, IReadOnlyList<TInput> values, CallOrigin origin)
    {
        var price = _environment.Prices.OfRequest(model, origin.Logger);
        var (tokens, kinds) = (0L, AIKinds.None);
        foreach (var value in values)
        {
            var size = Measure(value);
            tokens += ChatQuotes.LargestOf(size.IsUnbounded ? null : size.Tokens, price);
            kinds |= size.Kinds;
        }

        var without = (AIKinds.InputAudio | AIKinds.InputImage | AIKinds.CacheWrite1h) & ~kinds;
        return new Quote(price, tokens, without, default, 0m, _environment.Settings.BillableAttempts, MayChooseTier: false, origin.Clock.GetUtcNow());
    }

    private InputSize Measure(TInput value)
    {
        var size = default(InputSize);
        var ignored = Fingerprint.New;
        switch (value)
        {
            case string text:
                size.Tokens = ContentMeasure.AroundContent;
                ContentMeasure.AddText(text, ref size, ref ignored);
                break;
            case AIContent content:
                _environment.Contents.Measure(content, ref size, ref ignored);
                break;
            default:
                size.IsUnbounded = true;
                size.Kinds = AIKinds.InputAudio | AIKinds.InputImage;
                break;
        }

        return size;
    }
}
