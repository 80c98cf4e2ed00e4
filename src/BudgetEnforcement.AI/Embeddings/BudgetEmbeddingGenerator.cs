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

        // The caller may change the list and the options while the call waits for room, so the generator bounds and sends these copies.
        TInput[] list = [.. values];
        options = options?.Clone();
        var own = OwnOf(options);
        var model = own.Model ?? options?.ModelId ?? _defaultModel;
        var other = own.Model is null ? null : options?.ModelId ?? _defaultModel;
        var (quote, admitted) = await AdmitAsync(() => QuoteFor(model, other == model ? null : other, list, own, origin), origin, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask<(Quote Quote, Admitted Admitted)> AdmitAsync(Func<Quote> newQuote, CallOrigin origin, CancellationToken cancellationToken)
    {
        while (true)
        {
            var quote = newQuote();
            _environment.WarnOnce(origin.Budgets.First, quote.At);
            var admission = _environment.Admission.AdmitAsync(origin.Budgets, quote, WhenFull.Throw, cancellationToken);
            var hasWaited = !admission.IsCompleted;
            var admitted = (await admission.ConfigureAwait(false))!.Value; // A call is finished without being made only where that is asked for.

            var isEnough = false;
            try
            {
                // Values may be objects of the caller's, and prices change: after a wait the bound may be another.
                if (hasWaited)
                    quote = newQuote();
                isEnough = quote.Full <= admitted.Amount;
                if (isEnough)
                    return (quote, admitted);
            }
            finally
            {
                // The bound asks the caller's code, which may throw, and only this method knows what is held.
                if (!isEnough)
                    _environment.Release(admitted);
            }
        }
    }

    /// <summary>What the user's factory makes for the request; it is given to the inner generator as it was read.</summary>
    private OwnRequest OwnOf(EmbeddingGenerationOptions? options)
    {
        if (options?.RawRepresentationFactory is not { } factory)
            return OwnRequest.None;
        var made = factory(InnerGenerator);
        var own = OwnRequest.Of(made);
        options.RawRepresentationFactory = new OwnFactory<IEmbeddingGenerator>(factory, made, own).Make;
        return own;
    }

    private Quote QuoteFor(string? model, string? otherModel, IReadOnlyList<TInput> values, OwnRequest own, CallOrigin origin)
    {
        var price = _environment.Prices.OfRequest(model, origin.Logger);
        var other = otherModel is null ? null : _environment.Prices.OfRequest(otherModel, origin.Logger);
        var (tokens, kinds) = (own.InputTokens, AIKinds.None);
        if (own.HasUnboundedInput)
            tokens += ChatQuotes.LargestOf(null, price);
        foreach (var value in values)
        {
            var size = Measure(value);
            var most = size.IsUnbounded ? (long?)null : size.Tokens;
            tokens += Math.Max(ChatQuotes.LargestOf(most, price), other is null ? 0 : ChatQuotes.LargestOf(most, other));
            kinds |= size.Kinds;
        }

        var (without, settings) = ((AIKinds.InputAudio | AIKinds.InputImage | AIKinds.CacheWrite1h) & ~kinds, _environment.Settings);
        var allowance = own.HasUnboundedCost ? settings.ToolAllowance : 0m;
        return new Quote(price, other, tokens, without, default, allowance, settings.BillableAttempts, own.Tiers(settings.ServiceTier), origin.Clock.GetUtcNow());
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
