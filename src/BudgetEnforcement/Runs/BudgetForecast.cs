using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BudgetEnforcement;

/// <summary>
/// A projection of the end of the work from the progress and the spend until now. All amounts are in <see cref="Currency"/>.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="ProjectedTotal"/> and <see cref="TimeToCompletion"/> need progress: they are <see langword="null"/> while
/// <see cref="Status"/> is <see cref="ForecastStatus.NotEnoughProgress"/>. <see cref="BurnRatePerHour"/>, <see cref="TimeToExhaustion"/>
/// and <see cref="ExhaustedAt"/> need only that something was spent and time has passed. In the <see langword="default"/> value all are
/// <see langword="null"/>.
/// </para>
/// <para>
/// Tests can make a value with an object initializer. <c>System.Text.Json</c> writes its enums as names and reads an equal value back.
/// </para>
/// </remarks>
/// <threadsafety>Immutable; may be read from any thread.</threadsafety>
public readonly record struct BudgetForecast
{
    private readonly ForecastStatus _status;
    private readonly double _progress;
    private readonly string? _currency;
    private readonly decimal _spent;

    /// <summary>Whether the work will be done inside the budget at this pace.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to no named value of <see cref="ForecastStatus"/>.</exception>
    public ForecastStatus Status
    {
        get => _status;
        init => _status = ResultInput.Defined(value);
    }

    /// <summary>The portion of the work that is done, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a value outside 0 to 1.</exception>
    public double Progress
    {
        get => _progress;
        init
        {
            BudgetForecaster.ThrowIfNoPortion(value, nameof(Progress));
            _progress = value;
        }
    }

    /// <summary>The label of the currency; empty in the <see langword="default"/> value.</summary>
    [AllowNull]
    public string Currency
    {
        get => _currency ?? string.Empty;
        init => _currency = ResultInput.Label(value);
    }

    /// <summary>What the budget has spent, including what is charged but not recorded yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to a negative amount.</exception>
    public decimal Spent
    {
        get => _spent;
        init
        {
            Money.ThrowIfNegative(value, nameof(Spent));
            _spent = value;
        }
    }

    /// <summary>The time since the forecaster, or the period of the budget, began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What an hour costs at this pace; <see langword="null"/> until something was spent and time has passed.</summary>
    public decimal? BurnRatePerHour { get; init; }

    /// <summary>
    /// What the budget will have spent when the work is done, as if its period did not end before; <see langword="null"/> without enough
    /// progress.
    /// </summary>
    public decimal? ProjectedTotal { get; init; }

    /// <summary>
    /// How long the rest of the work takes; <see langword="null"/> also where that is longer than a <see cref="TimeSpan"/> holds.
    /// </summary>
    public TimeSpan? TimeToCompletion { get; init; }

    /// <summary>
    /// How long the room of the whole path lasts, including what is held for the work; <see langword="null"/> also where nothing is being
    /// spent, where no budget uses up its room before its period ends, or where the room lasts longer than a <see cref="TimeSpan"/> holds.
    /// </summary>
    public TimeSpan? TimeToExhaustion { get; init; }

    /// <summary>
    /// When the budget is spent, in UTC; <see langword="null"/> where <see cref="TimeToExhaustion"/> is, or where that moment is past the
    /// end of the calendar.
    /// </summary>
    public DateTimeOffset? ExhaustedAt { get; init; }

    /// <summary>The forecast in one line, the same under every culture.</summary>
    /// <returns>For example <c>WithinBudget at 40%: $40.00 spent, $100.00 projected</c>.</returns>
    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Status} at {Progress * 100:0.#}%: {MoneyText.ReadableOf(Spent, Currency)} spent");
        return ProjectedTotal is { } total ? $"{text}, {MoneyText.ReadableOf(total, Currency)} projected" : text;
    }
}
