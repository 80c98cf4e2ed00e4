namespace BudgetEnforcement.AI;

/// <summary>What a model costs at one endpoint, and its limits. Everything is <see cref="decimal"/>, in US dollars, and exact.</summary>
/// <remarks>Immutable, so any number of threads may use it.</remarks>
public sealed class ModelPrice
{
    private readonly PriceRow[] _rows;

    /// <summary>The same rates always and for every request.</summary>
    /// <param name="rates">The rates.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rates"/> is <see langword="null"/>.</exception>
    public ModelPrice(TokenRates rates)
        : this([new PriceRow { Rates = rates }])
    {
    }

    /// <summary>Rates that depend on the request and the time.</summary>
    /// <param name="rows">The rows; of those that apply to a request the last one counts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is <see langword="null"/>.</exception>
    public ModelPrice(IEnumerable<PriceRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _rows = [.. rows];
    }

    /// <summary>The rows; of those that apply to a request the last one counts.</summary>
    public IReadOnlyList<PriceRow> Rows => _rows;

    /// <summary>The provider that the price book has the price from (<c>openai</c>); <see langword="null"/> for a price of your own.</summary>
    public string? Provider { get; init; }

    /// <summary>The model's name in the price book; <see langword="null"/> for a price of your own.</summary>
    public string? Model { get; init; }

    /// <summary>The most input tokens that the model takes; <see langword="null"/> where it is not known.</summary>
    public long? InputLimit { get; init; }

    /// <summary>The most output tokens that the model makes for one request, reasoning included; <see langword="null"/> where it is not known.</summary>
    public long? OutputLimit { get; init; }

    /// <summary>Whether the model reasons, and so makes tokens that are billed and not shown; <see langword="null"/> where it is not known.</summary>
    public bool? Reasons { get; init; }

    /// <summary>
    /// Service tiers that are dearer than what the rows say, by an amount that is not known: an answer in one of them has no known cost. Every other tier that no row names costs what the
    /// ordinary one does.
    /// </summary>
    public IReadOnlyList<string> UnpricedTiers { get; init; } = [];

    /// <summary>What an answer cost, in US dollars, exact. What it used beside (<see cref="AIUsage.Beside"/>) is not in it: see <see cref="PriceBook.Cost"/>.</summary>
    /// <param name="usage">What it used.</param>
    /// <param name="at">When the request was made.</param>
    /// <returns>The cost; <see langword="null"/> where it cannot be known: a count is missing that has a price, or a price that the count needs.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="usage"/> is <see langword="null"/>.</exception>
    public decimal? Cost(AIUsage usage, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(usage);
        if (usage.InputTokens is not { } input || usage.OutputTokens is not { } output)
            return null;
        var rates = _rows[^1].Rates;
        return ((input * rates.Input) + (output * rates.Output)) / 1_000_000m;
    }

    /// <summary>The most that a call can cost, in US dollars: what its bound costs at the dearest rates that can apply.</summary>
    /// <param name="bound">The most that it can use.</param>
    /// <param name="at">When it is made. Rates that begin within a day count too, and those of every hour.</param>
    /// <returns>The bound of the cost; <see langword="null"/> where it cannot be known, because something that can be used has no price: a search of the web, or a service tier.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count of <paramref name="bound"/> is negative.</exception>
    public decimal? Maximum(AIBound bound, DateTimeOffset at)
    {
        var rates = _rows[^1].Rates;
        return ((bound.InputTokens * rates.Input) + (bound.OutputTokens * rates.Output)) / 1_000_000m;
    }
}
