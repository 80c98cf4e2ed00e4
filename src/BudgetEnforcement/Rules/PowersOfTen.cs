using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace BudgetEnforcement;

/// <summary>The powers of ten and the inverses of the powers of five by which money enters and leaves <see cref="decimal"/>.</summary>
internal static class PowersOfTen
{
    private static readonly UInt128[] Powers = MakePowers();

    // 5 × this = 1 modulo 2¹⁹²: the limbs of (4 × 2¹⁹² + 1) / 5.
    private static readonly Money InverseOfFive = new(0xCCCCCCCCCCCCCCCC, 0xCCCCCCCCCCCCCCCC, 0xCCCCCCCCCCCCCCCD);

    private static readonly Money[] InversesOfFives = MakeInverses();

    /// <summary>
    /// (high × 2⁶⁴ + low) × 10<sup>power</sup>; high below 2³² and power at most 28, as a <see cref="decimal"/> has them.
    /// </summary>
    internal static Money Scale(ulong high, ulong low, int power)
    {
        unchecked
        {
            var ten = Powers[power];
            var tenLow = (ulong)ten;
            var tenHigh = (ulong)(ten >> 64);
            var r0 = low * tenLow;
            var carry = MultiplyHigh(low, tenLow);
            var r1 = (low * tenHigh) + carry;
            var r2 = MultiplyHigh(low, tenHigh);
            r2 += r1 < carry ? 1UL : 0UL;
            if (high == 0)
                return new Money(r2, r1, r0);

            var crossLow = high * tenLow;
            r1 += crossLow;
            r2 += MultiplyHigh(high, tenLow) + (r1 < crossLow ? 1UL : 0UL);
            return new Money(r2 + (high * tenHigh), r1, r0);
        }
    }

    /// <summary>
    /// The amount divided by 10<sup>power</sup>, for an amount with at least <paramref name="power"/> trailing zero bits: right where
    /// the division leaves no remainder, and a number past 2⁹⁶ where it leaves one.
    /// </summary>
    /// <remarks>
    /// 10ᵏ = 2ᵏ × 5ᵏ. Dividing by 2ᵏ is a shift; dividing by the odd 5ᵏ is multiplying by its inverse modulo 2¹⁹². A product q below
    /// 2⁹⁶ gives q × 5ᵏ below 2¹⁶², so nothing wrapped around and q is the true quotient; so the size of q alone tells.
    /// </remarks>
    internal static Money DivideExactly(in Money amount, int power)
    {
        unchecked
        {
            var low = amount.Low;
            var middle = amount.Middle;
            var high = amount.High;
            if (power > 0)
            {
                low = (low >> power) | (middle << (64 - power));
                middle = (middle >> power) | (high << (64 - power));
                high >>= power;
            }

            return MultiplyModulo(new Money(high, middle, low), InversesOfFives[power]);
        }
    }

    private static Money MultiplyModulo(in Money left, in Money right)
    {
        unchecked
        {
            var r0 = left.Low * right.Low;
            var r1 = MultiplyHigh(left.Low, right.Low);
            var r2 = (left.Low * right.High) + (left.Middle * right.Middle) + (left.High * right.Low);

            var crossLow = left.Low * right.Middle;
            r1 += crossLow;
            r2 += MultiplyHigh(left.Low, right.Middle) + (r1 < crossLow ? 1UL : 0UL);

            crossLow = left.Middle * right.Low;
            r1 += crossLow;
            r2 += MultiplyHigh(left.Middle, right.Low) + (r1 < crossLow ? 1UL : 0UL);
            return new Money(r2, r1, r0);
        }
    }

    /// <summary>The upper half of a product of 128 bits.</summary>
    /// <remarks>
    /// <see cref="Math.BigMul(ulong, ulong, out ulong)"/> hands the lower half over through memory, and reading it back from there takes longer
    /// than multiplying once more.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyHigh(ulong left, ulong right) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(left, right)
        : ArmBase.Arm64.IsSupported ? ArmBase.Arm64.MultiplyHigh(left, right)
        : Math.BigMul(left, right, out _);

    private static UInt128[] MakePowers()
    {
        var powers = new UInt128[Money.Scale + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }

    private static Money[] MakeInverses()
    {
        var inverses = new Money[Money.Scale + 1];
        inverses[0] = Money.Unit;
        for (var i = 1; i < inverses.Length; i++)
            inverses[i] = MultiplyModulo(inverses[i - 1], InverseOfFive);
        return inverses;
    }
}
