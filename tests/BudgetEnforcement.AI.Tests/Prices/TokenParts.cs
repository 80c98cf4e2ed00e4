using System.Numerics;

namespace BudgetEnforcement.AI.Tests.Prices;

/// <summary>Tokens by what they are, and what each costs: an independent model, in whole numbers of 10⁻³⁰ dollars.</summary>
internal sealed record TokenParts(long[] Counts)
{
    private const int Scale = 24;

    private long Text => Counts[0];

    private long CachedText => Counts[1];

    private long CachedAudio => Counts[2];

    private long CachedImages => Counts[3];

    private long Writes5m => Counts[4];

    private long Writes1h => Counts[5];

    private long Audio => Counts[6];

    private long Images => Counts[7];

    private long Answer => Counts[8];

    private long Reasoning => Counts[9];

    private long Speech => Counts[10];

    private long Pictures => Counts[11];

    internal AIUsage ToUsage() => new()
    {
        InputTokens = Counts[..8].Sum(),
        CachedInputTokens = CachedText + CachedAudio + CachedImages,
        CacheWriteTokens = Writes5m + Writes1h,
        CacheWrite1hTokens = Writes1h,
        InputAudioTokens = Audio + CachedAudio,
        CachedAudioTokens = CachedAudio,
        InputImageTokens = Images + CachedImages,
        CachedImageTokens = CachedImages,
        OutputTokens = Counts[8..].Sum(),
        ReasoningTokens = Reasoning,
        OutputAudioTokens = Speech,
        OutputImageTokens = Pictures,
    };

    internal BigInteger Cost(TokenRates rates)
    {
        var cached = rates.CachedInput ?? rates.Input;
        var cachedAudio = rates.CachedAudio ?? rates.CachedInput ?? rates.InputAudio ?? rates.Input;
        var writes = rates.CacheWrite ?? rates.Input;
        return Times(Text, rates.Input) + Times(CachedText + CachedImages, cached) + Times(CachedAudio, cachedAudio)
            + Times(Writes5m, writes) + Times(Writes1h, rates.CacheWrite1h ?? writes)
            + Times(Audio, rates.InputAudio ?? rates.Input) + Times(Images, rates.InputImage ?? rates.Input)
            + Times(Answer, rates.Output) + Times(Reasoning, rates.Reasoning ?? rates.Output) + Times(Speech, rates.OutputAudio ?? rates.Output) + Times(Pictures, rates.OutputImage ?? rates.Output)
            + Times(1_000_000, rates.PerRequest);
    }

    /// <summary>An amount of dollars in 10⁻³⁰.</summary>
    internal static BigInteger Units(decimal dollars) => Times(1_000_000, dollars);

    private static BigInteger Times(long count, decimal rate)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(rate, bits);
        var mantissa = unchecked(((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0]);
        return count * mantissa * BigInteger.Pow(10, Scale - ((bits[3] >> 16) & 0xFF));
    }
}
