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

        // The caller may change the list and the options while the call waits for room, so what is bounded and what is sent are these copies.
        TInput[] list = [.. values];
        options = options?.Clone();
        var model = options?.ModelId ?? _defaultModel;
        var (quote, admitted) = await AdmitAsync(model, list, origin, cancellationToken).ConfigureAwait(false);
        var call = new BudgetedCall(_environment, origin, quote, admitted, model, turn: null);
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

    private async ValueTask<(Quote Quote, Admitted Admitted)> AdmitAsync(string? model, TInput[] values, CallOrigin origin, CancellationToken cancellationToken)
    {
        while (true)
        {
            var quote = QuoteFor(model, values, origin);
            _environment.WarnOnce(origin.Budgets.First, quote.At);
            var admission = _environment.Admission.AdmitAsync(origin.Budgets, quote, WhenFull.Throw, cancellationToken);
            var hasWaited = !admission.IsCompleted;
            var admitted = (await admission.ConfigureAwait(false))!.Value; // It is finished without being made only where that is asked for.

            // Values may be objects of the caller's, and prices change: after a wait the bound may be another.
            if (hasWaited)
                quote = QuoteFor(model, values, origin);
            if (quote.Full <= admitted.Amount)
                return (quote, admitted);
            admitted.Held.Release();
            _environment.Waits.OnCostRecorded();
        }
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
        return new Quote(price, tokens, without, default, 0m, _environment.Settings.BillableAttempts, new TierChoice(_environment.Settings.ServiceTier, MayBeAny: false), origin.Clock.GetUtcNow());
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
