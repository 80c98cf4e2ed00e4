namespace BudgetEnforcement.AI;

/// <summary>What a model costs at one endpoint, and its limits. Everything is <see cref="decimal"/>, in US dollars, and exact.</summary>
/// <remarks>Immutable, so any number of threads may use it.</remarks>
public sealed class ModelPrice
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromDays(1);

    private readonly PriceRow[] _rows;
    private readonly string[] _unaskedTiers;
    private readonly bool _changesByDay;
    private readonly UnpricedTier[] _unpricedTiers = [];

    /// <summary>The same rates always and for every request.</summary>
    /// <param name="rates">The rates.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative or above 1,000,000,000, or those of a row have more than 18 digits
    /// between the first and the last of all, so that a cost might not be exact.</exception>
    public ModelPrice(TokenRates rates)
        : this([new PriceRow { Rates = rates ?? throw new ArgumentNullException(nameof(rates)) }])
    {
    }

    /// <summary>Rates that depend on the request and the time.</summary>
    /// <param name="rows">The rows; of those that apply to a request the last one counts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rows"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no row, or the conditions of one can never hold or contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative or above 1,000,000,000, or those of a row have more than 18 digits
    /// between the first and the last of all, so that a cost might not be exact.</exception>
    public ModelPrice(IEnumerable<PriceRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _rows = [.. rows];
        PriceRules.ThrowIfInvalid(_rows);
        _unaskedTiers = [.. _rows.Where(row => !row.OnlyOnRequest).Select(row => row.ServiceTier).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        _changesByDay = Array.Exists(_rows, row => row.From is not null || row.Until is not null);
    }

    /// <summary>The rows; of those that apply to a request the last one counts.</summary>
    public IReadOnlyList<PriceRow> Rows => _rows;

    /// <summary>
    /// The provider that the price book has the price from (<c>openai</c>); <see langword="null"/> for a price of your own.
    /// </summary>
    public string? Provider { get; init; }

    /// <summary>The model's name in the price book; <see langword="null"/> for a price of your own.</summary>
    public string? Model { get; init; }

    /// <summary>The most input tokens that the model takes; <see langword="null"/> where it is not known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long? InputLimit
    {
        get;
        init => field = PriceRules.ThrowIfNegative(value, nameof(InputLimit));
    }

    /// <summary>
    /// The most output tokens that the model makes for one request, reasoning included; <see langword="null"/> where it is not known.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long? OutputLimit
    {
        get;
        init => field = PriceRules.ThrowIfNegative(value, nameof(OutputLimit));
    }

    /// <summary>
    /// Whether the model reasons, and so makes tokens that are billed and not shown; <see langword="null"/> where it is not known.
    /// </summary>
    public bool? Reasons { get; init; }

    /// <summary>
    /// Service tiers that are dearer than what the rows say, by an amount that is not known: an answer in one of them has no known cost, and
    /// <see cref="Maximum"/> reckons with the most that they can cost. Every other tier that no row names costs what the ordinary one does. Copied when
    /// it is set.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value, or a tier, is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A tier has no name, or that of the ordinary one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="UnpricedTier.AtMostTimes"/> is below 1 or above 1,000.</exception>
    public IReadOnlyList<UnpricedTier> UnpricedTiers
    {
        get => _unpricedTiers;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _unpricedTiers = [.. value];
            PriceRules.ThrowIfInvalid(_unpricedTiers);
        }
    }

    /// <summary>
    /// What an answer cost, in US dollars, exact. What it used beside (<see cref="AIUsage.Beside"/>) is not in it: see
    /// <see cref="PriceBook.Cost"/>.
    /// </summary>
    /// <param name="usage">What it used.</param>
    /// <param name="at">When the request was made.</param>
    /// <returns>
    /// The cost; <see langword="null"/> where it cannot be known: a count is missing that has a price (<see cref="AIUsage.InputTokens"/>,
    /// <see cref="AIUsage.OutputTokens"/>), a count is negative or cannot be (above 10⁹; searches above 10⁶, requests above 10⁴), no row
    /// applies, or something was used that has no price (a search of the web, a service tier).
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="usage"/> is <see langword="null"/>.</exception>
    public decimal? Cost(AIUsage usage, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(usage);
        if (usage.InputTokens is not { } input || !UsageRules.IsReadable(usage))
            return null;

        var utc = at.UtcDateTime;
        return FindRates(DateOnly.FromDateTime(utc), TimeOnly.FromDateTime(utc), input, usage.ServiceTier) is { } rates ? CostArithmetic.Cost(rates, usage) : null;
    }

    /// <summary>The most that a call can cost, in US dollars: what its bound costs at the dearest rates that can apply.</summary>
    /// <param name="bound">The most that it can use.</param>
    /// <param name="at">When it is made. Rates that begin within a day count too, and those of every hour.</param>
    /// <returns>
    /// The bound of the cost; <see langword="null"/> where it cannot be known, because something that can be used has no price: a search of
    /// the web, or a service tier of which not even <see cref="UnpricedTier.AtMostTimes"/> is known; or because no row applies.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A count of <paramref name="bound"/> is negative or out of its range.</exception>
    public decimal? Maximum(AIBound bound, DateTimeOffset at)
    {
        UsageRules.ThrowIfInvalid(bound);

        // Where a tier that was asked for is busy, the provider answers in the ordinary one.
        var dearest = AtDearestTime(bound, null, at, 0m);
        if (bound.ServiceTier is { } asked && !IsForTheProviderToChoose(asked))
            return AtDearestTime(bound, asked, at, dearest);

        foreach (var tier in _unaskedTiers)
            dearest = AtDearestTime(bound, tier, at, dearest);
        foreach (var tier in _unpricedTiers)
        {
            if (!tier.OnlyOnRequest)
                dearest = AtDearestTime(bound, tier.Name, at, dearest);
        }

        return dearest;
    }

    /// <summary>The most that a tier without a price costs, as a multiple of the ordinary one; 1 for every other tier, and where it is not known.</summary>
    internal decimal TimesAtMost(string? tier) => UnpricedNamed(tier)?.AtMostTimes ?? 1m;

    private static bool IsForTheProviderToChoose(string tier) => tier.Equals("auto", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The greater of what is given and what the bound costs in a tier, at the worst time and size; null where either is not known.
    /// </summary>
    private decimal? AtDearestTime(AIBound bound, string? tier, DateTimeOffset at, decimal? dearest)
    {
        var utc = at.UtcDateTime;
        dearest = AtDearestHour(bound, tier, DateOnly.FromDateTime(utc), dearest);
        return _changesByDay && LongestCall < DateTime.MaxValue - utc
            ? AtDearestHour(bound, tier, DateOnly.FromDateTime(utc + LongestCall), dearest)
            : dearest;
    }

    private decimal? AtDearestHour(AIBound bound, string? tier, DateOnly date, decimal? dearest)
    {
        dearest = AtDearestSize(bound, tier, date, TimeOnly.MinValue, dearest);
        foreach (var row in _rows)
        {
            // Between two of these instants the same rows apply.
            if (row.StartTime is { } start && row.EndTime is { } end)
                dearest = AtDearestSize(bound, tier, date, end, AtDearestSize(bound, tier, date, start, dearest));
        }

        return dearest;
    }

    private decimal? AtDearestSize(AIBound bound, string? tier, DateOnly date, TimeOnly time, decimal? dearest)
    {
        dearest = Greater(dearest, At(bound.InputTokens));
        foreach (var row in _rows)
        {
            // A request that stays below the threshold can be dearer where a great one has a discount.
            if (row.AboveInputTokens is { } threshold && threshold < bound.InputTokens)
                dearest = Greater(dearest, At(threshold));
        }

        return dearest;

        decimal? At(long input)
        {
            if (FindRates(date, time, input, tier) is { } rates)
                return CostArithmetic.Maximum(rates, bound, input);
            var ordinary = FindRates(date, time, input, null) is { } known ? CostArithmetic.Maximum(known, bound, input) : null;
            return ordinary * UnpricedNamed(tier)?.AtMostTimes;
        }
    }

    private static decimal? Greater(decimal? one, decimal? other) => one is { } a && other is { } b ? Math.Max(a, b) : null;

    private TokenRates? FindRates(DateOnly date, TimeOnly time, long input, string? tier)
    {
        if (PriceRules.IsOrdinary(tier))
            tier = null;

        var isNamed = tier is null;
        TokenRates? rates = null;
        foreach (var row in _rows)
        {
            if (!PriceRules.Applies(row, date, time, input, tier))
                continue;

            rates = row.Rates;
            isNamed |= row.ServiceTier is not null;
        }

        return isNamed || UnpricedNamed(tier) is null ? rates : null;
    }

    private UnpricedTier? UnpricedNamed(string? tier) =>
        tier is null ? null : Array.Find(_unpricedTiers, unpriced => unpriced.Name.Equals(tier, StringComparison.OrdinalIgnoreCase));
}
