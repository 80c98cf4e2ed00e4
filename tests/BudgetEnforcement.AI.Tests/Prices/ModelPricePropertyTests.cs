using CsCheck;

namespace BudgetEnforcement.AI.Tests.Prices;

public sealed class ModelPricePropertyTests
{
    private const int Samples = 20_000;

    [Fact]
    public void Cost_OfAnyTokens_IsTheExactSumOfTheirKinds() =>
        Gen.Select(PriceGenerators.Rates, PriceGenerators.Parts).Sample(
            (rates, parts) => TokenParts.Units(new ModelPrice(rates).Cost(parts.ToUsage(), default)!.Value) == parts.Cost(rates), iter: Samples);

    [Fact]
    public void Cost_AtAnyTime_IsByTheLastRowThatApplies() =>
        Gen.Select(PriceGenerators.Price, PriceGenerators.Parts, PriceGenerators.Time, PriceGenerators.Tier).Sample(
            (price, parts, at, tier) =>
            {
                var usage = parts.ToUsage() with { ServiceTier = tier };
                var row = price.Rows.Last(row => IsFor(row, usage, at));
                return TokenParts.Units(price.Cost(usage, at)!.Value) == parts.Cost(row.Rates);
            },
            iter: Samples);

    [Fact]
    public void Maximum_OfAnyBound_IsNotBelowTheCostOfAnythingWithinIt() =>
        Gen.Select(PriceGenerators.Price, PriceGenerators.Parts, PriceGenerators.Time, Gen.Int[0, 24 * 60], PriceGenerators.Tier, Gen.Long[0, 50]).Sample(
            (price, parts, at, minutes, tier, more) =>
            {
                var usage = parts.ToUsage() with { ServiceTier = tier, WebSearches = 2 };
                var bound = new AIBound { InputTokens = usage.InputTokens!.Value + more, OutputTokens = usage.OutputTokens!.Value + more, WebSearches = 2, ServiceTier = tier == "fast" ? "fast" : null };

                return price.Maximum(bound, at) >= price.Cost(usage, at.AddMinutes(minutes));
            },
            iter: Samples);

    [Fact]
    public void Maximum_OfAGreaterBound_IsNotSmaller() =>
        Gen.Select(PriceGenerators.Price, PriceGenerators.Time, Gen.Long[0, 60], Gen.Long[0, 60], Gen.Long[0, 60], Gen.Long[0, 60]).Sample(
            (price, at, input, output, moreInput, moreOutput) =>
                price.Maximum(new AIBound { InputTokens = input, OutputTokens = output }, at) <= price.Maximum(new AIBound { InputTokens = input + moreInput, OutputTokens = output + moreOutput }, at),
            iter: Samples);

    [Fact]
    public void Maximum_OfOneRow_IsReachedByTokensOfTheDearestKinds() =>
        Gen.Select(PriceGenerators.Rates, Gen.Long[0, 100], Gen.Long[0, 100]).Sample(
            (rates, input, output) =>
            {
                var price = new ModelPrice(rates);
                var dearest = Enumerable.Range(0, 8).SelectMany(_ => Enumerable.Range(8, 4), (i, o) => new TokenParts([.. Enumerable.Range(0, 12).Select(part => part == i ? input : part == o ? output : 0)]))
                    .Max(parts => price.Cost(parts.ToUsage(), default));

                return price.Maximum(new AIBound { InputTokens = input, OutputTokens = output }, default) == dearest;
            },
            iter: 2_000);

    private static bool IsFor(PriceRow row, AIUsage usage, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        var hour = at.UtcDateTime.Hour;
        var isDay = (row.From is null || day >= row.From) && (row.Until is null || day < row.Until);
        var isHour = row is not { StartTime: { } start, EndTime: { } end } || Enumerable.Range(start.Hour, ((end.Hour - start.Hour) + 24) % 24).Any(each => each % 24 == hour);
        return isDay && isHour && (row.AboveInputTokens is null || usage.InputTokens > row.AboveInputTokens) && (row.ServiceTier is null || row.ServiceTier == usage.ServiceTier);
    }
}
