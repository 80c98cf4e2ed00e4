namespace BudgetEnforcement.Demo.Learning;

/// <summary>
/// Random numbers that a seed and a stream number determine (SplitMix64). A resumed run asks for the stream of its epoch and so gets the same numbers
/// as an uninterrupted run; <see cref="Random"/> cannot be saved and promises nothing from one .NET to the next.
/// </summary>
internal sealed class SeededRandom(ulong seed, ulong stream)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state = Mix(seed ^ Mix(unchecked(stream + Increment)));

    internal ulong Next()
    {
        _state = unchecked(_state + Increment);
        return Mix(_state);
    }

    /// <summary>A whole number from 0 up to, not including, <paramref name="bound"/>.</summary>
    internal int NextBelow(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number from 0 up to, not including, 1.</summary>
    internal float NextUnit() => (Next() >> 40) * (1f / (1 << 24));

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
