using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// An exact amount of money as the rows of a ledger hold it: a count of units of 10⁻²⁸ of the currency, from 0 to 2¹⁹² − 1. Every
/// <see cref="decimal"/> of 0 or more is one of them, exactly.
/// </summary>
/// <remarks>
/// A store keeps the count: as 24 bytes, as a <see cref="BigInteger"/>, or as a number type of its database that holds 58 digits. It never
/// rounds and never computes. <see langword="default"/> is 0.
/// </remarks>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public readonly struct LedgerAmount : IEquatable<LedgerAmount>, IComparable<LedgerAmount>
{
    /// <summary>How many bytes <see cref="TryWriteBytes"/> writes and <see cref="FromBytes"/> reads: 24.</summary>
    public const int ByteCount = 3 * sizeof(ulong);

    internal LedgerAmount(in Money money) => Money = money;

    /// <summary>Nothing: 0.</summary>
    public static LedgerAmount Zero => default;

    /// <summary>The largest amount, 2¹⁹² − 1 units. A total that would be larger stays here.</summary>
    public static LedgerAmount MaxValue => new(Money.Max);

    /// <summary>Whether this is 0.</summary>
    public bool IsZero => Money.IsZero;

    /// <summary>Whether this is <see cref="MaxValue"/>. The true total may then be larger.</summary>
    public bool IsSaturated => Money == Money.Max;

    internal Money Money { get; }

    /// <summary>Converts a number, exactly.</summary>
    /// <param name="value">0 or more, in the currency of the budget.</param>
    /// <returns>The amount.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is below 0.</exception>
    public static LedgerAmount FromDecimal(decimal value) => new(Money.From(value));

    /// <summary>Converts a count of units, exactly; one above 2¹⁹² − 1 becomes <see cref="MaxValue"/>.</summary>
    /// <param name="units">Units of 10⁻²⁸; 0 or more.</param>
    /// <returns>The amount.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is below 0.</exception>
    public static LedgerAmount FromBigInteger(BigInteger units)
    {
        if (units.Sign < 0)
            throw new ArgumentOutOfRangeException(nameof(units), units, "units must not be negative.");

        Span<byte> bytes = stackalloc byte[ByteCount];
        if (!units.TryWriteBytes(bytes, out var written, isUnsigned: true, isBigEndian: false))
            return MaxValue;
        bytes[written..].Clear();
        return new LedgerAmount(new Money(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[(2 * sizeof(ulong))..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes)));
    }

    /// <summary>Reads what <see cref="TryWriteBytes"/> wrote.</summary>
    /// <param name="bytes">The units, big-endian, <see cref="ByteCount"/> bytes.</param>
    /// <returns>The amount.</returns>
    /// <exception cref="ArgumentException"><paramref name="bytes"/> has another length than <see cref="ByteCount"/>.</exception>
    public static LedgerAmount FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteCount)
            throw new ArgumentException($"An amount has {ByteCount} bytes; these are {bytes.Length}.", nameof(bytes));

        return new LedgerAmount(new Money(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[(2 * sizeof(ulong))..])));
    }

    /// <summary>Writes the units, big-endian, so that byte strings compare like the amounts.</summary>
    /// <param name="destination">Where to write; the first <see cref="ByteCount"/> bytes of it are written.</param>
    /// <returns>Whether <paramref name="destination"/> has room; where not, nothing is written.</returns>
    public bool TryWriteBytes(Span<byte> destination)
    {
        if (destination.Length < ByteCount)
            return false;

        BinaryPrimitives.WriteUInt64BigEndian(destination, Money.High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[sizeof(ulong)..], Money.Middle);
        BinaryPrimitives.WriteUInt64BigEndian(destination[(2 * sizeof(ulong))..], Money.Low);
        return true;
    }

    /// <summary>The units, big-endian, in an array of <see cref="ByteCount"/> bytes of its own.</summary>
    /// <returns>What <see cref="FromBytes"/> reads.</returns>
    public byte[] ToByteArray()
    {
        var bytes = new byte[ByteCount];
        TryWriteBytes(bytes);
        return bytes;
    }

    /// <summary>The units as one number of at most 58 digits.</summary>
    /// <returns>What <see cref="FromBigInteger"/> reads.</returns>
    public BigInteger ToBigInteger()
    {
        Span<byte> bytes = stackalloc byte[ByteCount];
        TryWriteBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>The amount in the currency of the budget, with the fewest decimals that are exact, at least two.</summary>
    /// <returns>
    /// The amount; rounded up where <see cref="decimal"/> cannot hold it, and <see cref="decimal.MaxValue"/> where it is larger than that.
    /// </returns>
    public decimal ToDecimal() => Money.ToDecimal(roundUp: true);

    /// <inheritdoc/>
    public bool Equals(LedgerAmount other) => Money == other.Money;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is LedgerAmount other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Money.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(LedgerAmount other) => Money.CompareTo(other.Money);

    /// <summary>The amount as <see cref="ToDecimal"/> gives it, the same under every culture.</summary>
    /// <returns>The number as text.</returns>
    public override string ToString() => Money.ToString();

    /// <summary>Whether two amounts are the same.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(LedgerAmount left, LedgerAmount right) => left.Equals(right);

    /// <summary>Whether two amounts differ.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are not equal.</returns>
    public static bool operator !=(LedgerAmount left, LedgerAmount right) => !left.Equals(right);

    /// <summary>Whether the first amount is the smaller.</summary>
    /// <param name="left">The first amount.</param>
    /// <param name="right">The second.</param>
    /// <returns>Whether <paramref name="left"/> is below <paramref name="right"/>.</returns>
    public static bool operator <(LedgerAmount left, LedgerAmount right) => left.Money < right.Money;

    /// <summary>Whether the first amount is the larger.</summary>
    /// <param name="left">The first amount.</param>
    /// <param name="right">The second.</param>
    /// <returns>Whether <paramref name="left"/> is above <paramref name="right"/>.</returns>
    public static bool operator >(LedgerAmount left, LedgerAmount right) => left.Money > right.Money;

    /// <summary>Whether the first amount is not the larger.</summary>
    /// <param name="left">The first amount.</param>
    /// <param name="right">The second.</param>
    /// <returns>Whether <paramref name="left"/> is at most <paramref name="right"/>.</returns>
    public static bool operator <=(LedgerAmount left, LedgerAmount right) => left.Money <= right.Money;

    /// <summary>Whether the first amount is not the smaller.</summary>
    /// <param name="left">The first amount.</param>
    /// <param name="right">The second.</param>
    /// <returns>Whether <paramref name="left"/> is at least <paramref name="right"/>.</returns>
    public static bool operator >=(LedgerAmount left, LedgerAmount right) => left.Money >= right.Money;

    /// <summary>The sum, which ends at <see cref="MaxValue"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LedgerAmount Plus(LedgerAmount other) => new(Money.AddSaturating(Money, other.Money));

    /// <summary>
    /// The difference, which ends at 0. A saturated total stays saturated, because its true value is not known.
    /// </summary>
    internal LedgerAmount Less(LedgerAmount other) => IsSaturated ? this : new LedgerAmount(Money.SubtractToZero(Money, other.Money));

    /// <summary>The amount times a count, which ends at <see cref="MaxValue"/>.</summary>
    internal LedgerAmount Times(int count)
    {
        var product = Zero;
        for (var i = 0; i < count; i++)
            product = product.Plus(this);
        return product;
    }

    /// <summary>One of several equal parts, rounded down to whole units.</summary>
    internal LedgerAmount DividedBy(int parts)
    {
        var divisor = (ulong)parts;
        var (high, rest) = Math.DivRem(Money.High, divisor);
        (var middle, rest) = Divide(rest, Money.Middle, divisor);
        (var low, _) = Divide(rest, Money.Low, divisor);
        return new LedgerAmount(new Money(high, middle, low));
    }

    internal static LedgerAmount Min(LedgerAmount left, LedgerAmount right) => left <= right ? left : right;

    internal static LedgerAmount Max(LedgerAmount left, LedgerAmount right) => left >= right ? left : right;

    // The rest is below the divisor, so the quotient fits.
    private static (ulong Quotient, ulong Remainder) Divide(ulong rest, ulong limb, ulong divisor)
    {
        var (quotient, remainder) = UInt128.DivRem(new UInt128(rest, limb), divisor);
        return ((ulong)quotient, (ulong)remainder);
    }
}
