using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement.AI;

/// <summary>What models cost, by endpoint and name.</summary>
/// <remarks>Immutable, so any number of threads may use it: <see cref="With(Uri, string, ModelPrice)"/> makes another book.</remarks>
public sealed class PriceBook
{
    private readonly (Uri? Endpoint, string Model, ModelPrice Price)[] _own;

    private PriceBook(DateOnly asOf, (Uri?, string, ModelPrice)[] own) => (AsOf, _own) = (asOf, own);

    /// <summary>The book that comes with the package.</summary>
    public static PriceBook Embedded { get; } = new(default, []);

    /// <summary>The day of the newest source that the book was made from.</summary>
    public DateOnly AsOf { get; }

    /// <summary>Reads a book from JSON in the form that <c>tests/BudgetEnforcement.Prices</c> writes.</summary>
    /// <param name="stream">The JSON, in UTF-8. It is read to its end and not closed.</param>
    /// <returns>The book.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">It is not such JSON: it cannot be read, has a key that is not known, or a price that cannot be.</exception>
    public static PriceBook Load(Stream stream) => throw new NotSupportedException();

    /// <summary>A book with a price of your own for a model at every endpoint, which goes before all others.</summary>
    /// <param name="model">The model as the answer or the request names it, in any case of letters.</param>
    /// <param name="price">The price.</param>
    /// <returns>The other book; this one is what it was.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> or <paramref name="price"/> is <see langword="null"/>.</exception>
    public PriceBook With(string model, ModelPrice price) => Add(null, model, price);

    /// <summary>A book with a price of your own for a model at one endpoint, which goes before all others.</summary>
    /// <param name="endpoint">The endpoint: what is beneath it belongs to it.</param>
    /// <param name="model">The model as the answer or the request names it, in any case of letters.</param>
    /// <param name="price">The price.</param>
    /// <returns>The other book; this one is what it was.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public PriceBook With(Uri endpoint, string model, ModelPrice price)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Add(endpoint, model, price);
    }

    /// <summary>Finds what a model costs at an endpoint.</summary>
    /// <param name="endpoint">The endpoint (<c>ChatClientMetadata.ProviderUri</c>); <see langword="null"/> where it is not known.</param>
    /// <param name="provider">The provider's name, which counts only where <paramref name="endpoint"/> is <see langword="null"/>: clients call everything compatible "openai".</param>
    /// <param name="model">The model's name.</param>
    /// <param name="price">The price.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is <see langword="null"/>.</exception>
    public bool TryFind(Uri? endpoint, string? provider, string model, [NotNullWhen(true)] out ModelPrice? price)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var own in _own)
        {
            if (string.Equals(own.Model, model, StringComparison.OrdinalIgnoreCase) && (own.Endpoint is null || (endpoint is not null && own.Endpoint.IsBaseOf(endpoint))))
            {
                price = own.Price;
                return true;
            }
        }

        price = null;
        return false;
    }

    /// <summary>
    /// What an answer cost, in US dollars, exact: at the price of the model that it names (<see cref="AIUsage.Model"/>), or else of the one that was asked for; with what the total has beyond input and
    /// output counted as output, and with what was used beside.
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
        if (!(usage.Model is { } named && TryFind(endpoint, provider, named, out var price)) && !TryFind(endpoint, provider, model, out price))
            return null;

        var cost = price.Cost(usage.WithUncountedOutput(), at);
        foreach (var beside in usage.Beside)
            cost += Cost(endpoint, provider, model, beside, at);
        return cost;
    }

    private PriceBook Add(Uri? endpoint, string model, ModelPrice price)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(price);
        return new(AsOf, [(endpoint, model, price), .. _own]);
    }
}
