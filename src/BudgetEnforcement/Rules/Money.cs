using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// An exact, non-negative amount of money: a 192-bit count of units of 10⁻²⁸, the finest step that <see cref="decimal"/> knows.
/// </summary>
/// <remarks>
/// <see cref="decimal"/> addition rounds once a sum needs more than 28 to 29 digits, so <c>10m + 4e-28m == 10m</c>. Here every non-negative
/// <see cref="decimal"/> enters exactly and sums are exact; the largest of them needs 190 bits, which leaves room for the sum of four of
/// them, and for more real prices than anyone will add.
/// </remarks>
internal readonly struct Money : IEquatable<Money>, IComparable<Money>
{
    /// <summary>Decimals of one unit.</summary>
    internal const int Scale = 28;

    private readonly ulong _low;
    private readonly ulong _middle;
    private readonly ulong _high;

    internal Money(ulong high, ulong middle, ulong low)
    {
        _low = low;
        _middle = middle;
        _high = high;
    }

    internal static Money Zero => default;

    /// <summary>The smallest amount above zero: 10⁻²⁸.</summary>
    internal static Money Unit => new(0, 0, 1);

    /// <summary>The largest count of units that 192 bits hold; no single <see cref="decimal"/> reaches it.</summary>
    internal static Money Max => new(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);

    internal ulong High => _high;

    internal ulong Middle => _middle;

    internal ulong Low => _low;

    internal bool IsZero => (_low | _middle | _high) == 0;

    /// <summary>Converts a <see cref="decimal"/> exactly.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is below zero; −0 is zero.</exception>
    internal static Money From(decimal value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        var bits = Unsafe.BitCast<decimal, DecimalBits>(value);
        unchecked
        {
            if (bits.Flags < 0 && (bits.Low | bits.High) != 0)
                ThrowNegative(value, name);

            return PowersOfTen.Scale(bits.High, bits.Low, Scale - ((bits.Flags >> 16) & 0xFF));
        }
    }

    /// <summary>The sum, or false where it would not fit into 192 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryAdd(in Money left, in Money right, out Money sum)
    {
        var total = AddModulo(left, right);
        var fits = total >= left; // A sum that wraps around is below its first operand.
        sum = total;
        return fits;
    }

    /// <summary>
    /// Throws for a value below zero. It takes −0 for zero; the check of the same name in the base library takes −0 for negative.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is below zero.</exception>
    internal static void ThrowIfNegative(decimal value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (value < 0)
            ThrowNegative(value, name);
    }

    /// <summary>Whether any one <see cref="decimal"/>, of at most 190 bits, can be added within 192 bits.</summary>
    internal bool HasRoomForDecimal => _high < 1UL << 63;

    /// <summary>The sum, or <see cref="Max"/> where 192 bits cannot hold it. That is enough to see that it fits under no limit.</summary>
    internal static Money AddSaturating(in Money left, in Money right) => TryAdd(left, right, out var sum) ? sum : Max;

    /// <summary>The sum of two amounts that are known to fit into 192 bits together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Money operator +(in Money left, in Money right)
    {
        Debug.Assert(TryAdd(left, right, out _), "The caller makes sure that the sum fits.");
        return AddModulo(left, right);
    }

    /// <summary>The difference of two amounts; <paramref name="left"/> must be at least <paramref name="right"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Money operator -(in Money left, in Money right)
    {
        Debug.Assert(left >= right, "Money is never negative.");
        return SubtractModulo(left, right);
    }

    /// <summary>The difference modulo 2¹⁹².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Money SubtractModulo(in Money left, in Money right)
    {
        unchecked
        {
            var low = left._low - right._low;
            var borrow = left._low < right._low ? 1UL : 0UL;
            var middle = left._middle - right._middle;
            var middleBorrow = left._middle < right._middle ? 1UL : 0UL;
            middleBorrow += middle < borrow ? 1UL : 0UL;
            return new Money(left._high - right._high - middleBorrow, middle - borrow, low);
        }
    }

    /// <summary>Half of the amount, without a half unit.</summary>
    internal Money Half() => unchecked(new Money(_high >> 1, (_middle >> 1) | (_high << 63), (_low >> 1) | (_middle << 63)));

    /// <summary>The difference, or zero where the second amount is the larger.</summary>
    internal static Money SubtractToZero(in Money left, in Money right) => left > right ? left - right : Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator <(in Money left, in Money right) =>
        left._high != right._high ? left._high < right._high
        : left._middle != right._middle ? left._middle < right._middle
        : left._low < right._low;

    public static bool operator >(in Money left, in Money right) => right < left;

    public static bool operator <=(in Money left, in Money right) => !(right < left);

    public static bool operator >=(in Money left, in Money right) => !(left < right);

    public static bool operator ==(in Money left, in Money right) =>
        left._low == right._low && left._middle == right._middle && left._high == right._high;

    public static bool operator !=(in Money left, in Money right) => !(left == right);

    public bool Equals(Money other) => this == other;

    public override bool Equals(object? obj) => obj is Money other && this == other;

    public override int GetHashCode() => HashCode.Combine(_high, _middle, _low);

    public int CompareTo(Money other) => this < other ? -1 : this == other ? 0 : 1;

    /// <summary>
    /// Reads the amount as a <see cref="decimal"/> with the fewest decimals that are exact, at least two where they fit; an amount that
    /// <see cref="decimal"/> cannot hold is rounded up or down in its last digit, and is at most <see cref="decimal.MaxValue"/>.
    /// </summary>
    internal decimal ToDecimal(bool roundUp) => MoneyReader.Read(this, roundUp);

    public override string ToString() => ToDecimal(roundUp: true).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// The memory layout of a <see cref="decimal"/>, which is that of DECIMAL in COM and so does not change. Reading a decimal through a
    /// buffer of four numbers instead takes a tenth of the time of a recording.
    /// </summary>
    private readonly record struct DecimalBits(int Flags, uint High, ulong Low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Money AddModulo(in Money left, in Money right)
    {
        unchecked
        {
            // The low limb is practically random, so the processor would mispredict a branch on its carry half the time. Carries are
            // numbers instead.
            var low = left._low + right._low;
            var carry = low < left._low ? 1UL : 0UL;
            var middle = left._middle + right._middle;
            var middleCarry = middle < left._middle ? 1UL : 0UL;
            middle += carry;
            middleCarry += middle < carry ? 1UL : 0UL;
            return new Money(left._high + right._high + middleCarry, middle, low);
        }
    }

    private static void ThrowNegative(decimal value, string? name) =>
        throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative.");
}
