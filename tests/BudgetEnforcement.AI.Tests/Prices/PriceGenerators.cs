using CsCheck;

namespace BudgetEnforcement.AI.Tests.Prices;

/// <summary>Prices and usages of every shape.</summary>
internal static class PriceGenerators
{
    internal static readonly DateOnly FirstDay = new(2026, 8, 20);

    private static readonly string?[] Tiers = [null, null, "priority", "fast"];

    private static readonly Gen<decimal> TinyRate = Gen.OneOfConst(0m, 0.18000000000000002m, 0.08333333333333334m, 0.000000000000000001m, 0.5m);

    private static readonly Gen<decimal> Rate = Gen.Frequency((1, Gen.OneOfConst(0m, 2m, 0.1m, 270m, 1_000_000_000m, 1.50m)), (1, Gen.Int[0, 1_000_000].Select(number => number / 10_000m)));

    internal static readonly Gen<TokenRates> Rates = Gen.OneOf(RatesOf(TinyRate, 0.000125m, 0.01m), RatesOf(Rate, 0.25m, 10m));

    internal static readonly Gen<PriceRow> Row =
        Gen.Select(Rates, Gen.Int[0, 15], Gen.Int[0, 4], Gen.Int[1, 4], Gen.Int[0, 23], Gen.Int[1, 23], Gen.Long[0, 40]).Select((rates, conditions, from, days, start, hours, above) => new PriceRow
        {
            Rates = rates,
            From = (conditions & 1) != 0 ? FirstDay.AddDays(from) : null,
            Until = (conditions & 1) != 0 ? FirstDay.AddDays(from + days) : null,
            StartTime = (conditions & 2) != 0 ? new TimeOnly(start, 0) : null,
            EndTime = (conditions & 2) != 0 ? new TimeOnly((start + hours) % 24, 0) : null,
            AboveInputTokens = (conditions & 4) != 0 ? above : null,
            ServiceTier = (conditions & 8) != 0 ? Tiers[2 + (from % 2)] : null,
            OnlyOnRequest = (conditions & 8) != 0 && from % 2 == 1,
        });

    /// <summary>Up to six rows, of which the first always applies.</summary>
    internal static readonly Gen<ModelPrice> Price = Gen.Select(Rates, Row.Array[0, 5]).Select((first, others) => new ModelPrice([new PriceRow { Rates = first }, .. others]));

    internal static readonly Gen<DateTimeOffset> Time = Gen.Int[0, 4 * 24 * 60].Select(minutes => new DateTimeOffset(FirstDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddMinutes(minutes));

    internal static readonly Gen<string?> Tier = Gen.OneOfConst(Tiers);

    /// <summary>Tokens of every kind, none of which is of another too.</summary>
    internal static readonly Gen<TokenParts> Parts =
        Gen.Frequency((3, Gen.Long[0, 10]), (1, Gen.Long[0, 80_000_000]), (1, Gen.Const(0L))).Array[12].Select(counts => new TokenParts(counts));

    private static Gen<TokenRates> RatesOf(Gen<decimal> rate, decimal request, decimal searches) =>
        Gen.Select(rate.Array[2], Gen.Frequency((1, Gen.Const((decimal?)null)), (1, rate.Select(each => (decimal?)each))).Array[9]).Select((needed, others) => new TokenRates
        {
            Input = needed[0],
            Output = needed[1],
            CachedInput = others[0],
            CacheWrite = others[1],
            CacheWrite1h = others[2],
            InputAudio = others[3],
            CachedAudio = others[4],
            InputImage = others[5],
            Reasoning = others[6],
            OutputAudio = others[7],
            OutputImage = others[8],
            PerRequest = request,
            PerThousandWebSearches = searches,
        });
}
