using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement.AI;

/// <summary>What models cost, by endpoint and name.</summary>
/// <remarks>Immutable, so any number of threads may use it: <see cref="With(Uri, string, ModelPrice)"/> makes another book.</remarks>
public sealed class PriceBook
{
    private static readonly TimeSpan TrustedFor = TimeSpan.FromDays(90);
    private static readonly Lazy<PriceBook> LazyEmbedded = new(PriceBookFile.ReadEmbedded);

    private readonly PriceDirectory _directory;
    private readonly OwnPrices _own;

    internal PriceBook(DateOnly asOf, IReadOnlyList<PriceSource> sources, PriceDirectory directory)
        : this(asOf, sources, directory, OwnPrices.None)
    {
    }

    private PriceBook(DateOnly asOf, IReadOnlyList<PriceSource> sources, PriceDirectory directory, OwnPrices own) =>
        (AsOf, Sources, _directory, _own) = (asOf, sources, directory, own);

    /// <summary>The book that comes with the package. It is read when it is first asked for.</summary>
    public static PriceBook Embedded => LazyEmbedded.Value;

    /// <summary>The day of the prices: that of the file that they were taken from.</summary>
    public DateOnly AsOf { get; }

    /// <summary>Where the book has its facts from, with their licences.</summary>
    public IReadOnlyList<PriceSource> Sources { get; }

    /// <summary>Reads a book from JSON in the form that <c>budget prices build</c> writes.</summary>
    /// <param name="stream">The JSON, in UTF-8. It is read to its end and not closed.</param>
    /// <returns>The book.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">It is not such JSON: it cannot be read, has a key that is not known or comes twice, lacks one, or
    /// has a price that cannot be.</exception>
    public static PriceBook Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return PriceBookFile.Read(stream);
    }

    /// <summary>Reads a book from a file of JSON in the form that <c>budget prices build</c> writes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The book.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is <see langword="null"/>.</exception>
    /// <exception cref="IOException">The file cannot be read; other exceptions of <see cref="File.OpenRead"/> pass too.</exception>
    /// <exception cref="FormatException">It is not such JSON: it cannot be read, has a key that is not known or comes twice, lacks one, or
    /// has a price that cannot be.</exception>
    public static PriceBook Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var stream = File.OpenRead(path);
        return PriceBookFile.Read(stream);
    }

    /// <summary>Whether the prices are older than 90 days, so that some will have changed.</summary>
    /// <param name="now">The time.</param>
    /// <returns>Whether they are.</returns>
    public bool IsOutdated(DateTimeOffset now) => now.UtcDateTime - AsOf.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) > TrustedFor;

    /// <summary>A book with a price of your own for a model at every endpoint, which goes before all others.</summary>
    /// <param name="model">The model as the request or the answer names it, in any case of letters; names with a date at their end
    /// (<c>-2026-03-05</c>, <c>@20260305</c>) are the same model.</param>
    /// <param name="price">The price.</param>
    /// <returns>The other book; this one is what it was.</returns>
    /// <exception cref="ArgumentException"><paramref name="model"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> or <paramref name="price"/> is <see langword="null"/>.</exception>
    public PriceBook With(string model, ModelPrice price) => Add(null, model, price);

    /// <summary>A book with a price of your own for a model at one endpoint, which goes before all others.</summary>
    /// <param name="endpoint">The endpoint: what is beneath it belongs to it.</param>
    /// <param name="model">The model as the request or the answer names it, in any case of letters; names with a date at their end
    /// (<c>-2026-03-05</c>, <c>@20260305</c>) are the same model.</param>
    /// <param name="price">The price.</param>
    /// <returns>The other book; this one is what it was.</returns>
    /// <exception cref="ArgumentException"><paramref name="model"/> is empty, or <paramref name="endpoint"/> is not absolute.</exception>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public PriceBook With(Uri endpoint, string model, ModelPrice price)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.IsAbsoluteUri)
            throw new ArgumentException($"\"{endpoint}\" is not the whole address of an endpoint.", nameof(endpoint));
        return Add(endpoint, model, price);
    }

    /// <summary>Finds what a model costs at an endpoint.</summary>
    /// <param name="endpoint">The endpoint (<c>ChatClientMetadata.ProviderUri</c>); <see langword="null"/> where it is not known.</param>
    /// <param name="provider">
    /// The provider's name, as the book or a client names it, which counts only where <paramref name="endpoint"/> is
    /// <see langword="null"/>: clients call everything compatible "openai".
    /// </param>
    /// <param name="model">The model's name, in any case of letters.</param>
    /// <param name="price">The price.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is <see langword="null"/>.</exception>
    public bool TryFind(Uri? endpoint, string? provider, string model, [NotNullWhen(true)] out ModelPrice? price)
    {
        ArgumentNullException.ThrowIfNull(model);
        price = _own.Find(endpoint, model) ?? _directory.Find(endpoint, provider, model);
        return price is not null;
    }

    /// <summary>
    /// What an answer cost, in US dollars, exact: at a price of your own for the model that it names (<see cref="AIUsage.Model"/>) or that
    /// was asked for, or else at the price of the model that it names, or of the one that was asked for; with what the total has beyond
    /// input and output counted as output, and with what was used beside.
    /// </summary>
    /// <param name="endpoint">The endpoint; <see langword="null"/> where it is not known.</param>
    /// <param name="provider">The provider's name, which counts only where <paramref name="endpoint"/> is <see langword="null"/>.</param>
    /// <param name="model">The model that was asked for.</param>
    /// <param name="usage">What the answer used.</param>
    /// <param name="at">When the request was made.</param>
    /// <returns>The cost; <see langword="null"/> where a price is not known, or a count is missing that has one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> or <paramref name="usage"/> is <see langword="null"/>.</exception>
    public decimal? Cost(Uri? endpoint, string? provider, string model, AIUsage usage, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(usage);
        var answering = usage.Model ?? model;
        var price = _own.Find(endpoint, answering) ?? _own.Find(endpoint, model)
            ?? _directory.Find(endpoint, provider, answering) ?? _directory.Find(endpoint, provider, model);

        var cost = price?.Cost(usage.WithUncountedOutput(), at);
        foreach (var beside in usage.Beside)
            cost += CostBeside(endpoint, provider, answering, beside, at);
        return cost;
    }

    /// <summary>The cost of another model that was asked, at its own price and never at that of the answering one; null where it is not known.</summary>
    private decimal? CostBeside(Uri? endpoint, string? provider, string answering, AIUsage beside, DateTimeOffset at) =>
        TryFind(endpoint, provider, beside.Model ?? answering, out var price) ? price.Cost(beside, at) : null;

    private PriceBook Add(Uri? endpoint, string model, ModelPrice price)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(price);
        return new(AsOf, Sources, _directory, _own.Add(endpoint, model, price));
    }
}
