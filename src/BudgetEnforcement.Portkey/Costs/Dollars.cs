using System.Numerics;

namespace BudgetEnforcement.Portkey;

/// <summary>An exact amount of dollars, 0 or more: a whole number of 10⁻²⁸ dollars, so that sums and differences lose nothing.</summary>
internal readonly record struct Dollars(BigInteger Units)
{
    /// <summary>The decimals of a unit, which are the most that <see cref="decimal"/> has.</summary>
    internal const int Decimals = 28;

    private const int LeastDecimals = 2;
    private static readonly BigInteger MostOfDecimal = (BigInteger.One << 96) - 1;

    public static Dollars operator +(Dollars left, Dollars right) => new(left.Units + right.Units);

    /// <summary>The amount as <see cref="decimal"/>: exact where decimal holds it, otherwise rounded up.</summary>
    /// <returns>Whether decimal can hold so large an amount.</returns>
    internal bool TryToDecimal(out decimal amount)
    {
        var (coefficient, scale) = (Units, Decimals);
        while (coefficient > MostOfDecimal && scale > 0)
            (coefficient, scale) = (Tenth(coefficient), scale - 1);
        while (scale > LeastDecimals && coefficient % 10 == 0)
            (coefficient, scale) = (coefficient / 10, scale - 1);

        var isHeld = coefficient <= MostOfDecimal;
        amount = isHeld ? new decimal(Part(coefficient), Part(coefficient >> 32), Part(coefficient >> 64), isNegative: false, (byte)scale) : 0;
        return isHeld;
    }

    // Rounding up each time is the same as rounding up once: a part above zero in a lower digit stays above zero in the next.
    private static BigInteger Tenth(BigInteger value)
    {
        var tenth = BigInteger.DivRem(value, 10, out var digit);
        return digit.IsZero ? tenth : tenth + 1;
    }

    private static int Part(BigInteger value) => unchecked((int)(uint)(value & uint.MaxValue));
}
