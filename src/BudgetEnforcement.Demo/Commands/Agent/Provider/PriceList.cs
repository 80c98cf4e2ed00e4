using BudgetEnforcement.AI;

namespace BudgetEnforcement.Demo.Commands.Agent.Provider;

/// <summary>
/// The prices of the provider. The rates are those of the price book; the arithmetic is its own, so that its bill checks that of the budget.
/// </summary>
internal sealed class PriceList(ModelPrice price)
{
    private const decimal Million = 1_000_000m;

    internal decimal CostOf(long input, long cached, long output, DateTimeOffset at)
    {
        var rates = RatesOf(input, at);
        return rates.PerRequest
            + ((input - cached) * rates.Input / Million)
            + (cached * (rates.CachedInput ?? rates.Input) / Million)
            + (output * rates.Output / Million);
    }

    // Of the rows that apply the last one counts.
    private TokenRates RatesOf(long input, DateTimeOffset at)
    {
        var (day, time) = (DateOnly.FromDateTime(at.UtcDateTime), TimeOnly.FromDateTime(at.UtcDateTime));
        return price.Rows.Last(row =>
            row.ServiceTier is null
            && (row.From ?? day) <= day
            && (row.Until is not { } until || day < until)
            && (row.StartTime is not { } start || row.EndTime is not { } end || time.IsBetween(start, end))
            && (row.AboveInputTokens ?? -1) < input).Rates;
    }
}
