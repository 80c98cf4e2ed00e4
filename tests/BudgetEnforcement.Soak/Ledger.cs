using System.Numerics;

namespace BudgetEnforcement.Soak;

/// <summary>What was recorded, kept independently: exact counts of 10⁻²⁸, written without a look at the library.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private BigInteger _units;

    internal BigInteger Units
    {
        get
        {
            lock (_gate)
                return _units;
        }
    }

    internal static BigInteger UnitsOf(decimal amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        var mantissa = new BigInteger(unchecked((uint)bits[2]));
        mantissa = (mantissa << 32) + unchecked((uint)bits[1]);
        mantissa = (mantissa << 32) + unchecked((uint)bits[0]);
        var units = mantissa * BigInteger.Pow(10, 28 - ((bits[3] >> 16) & 0xFF));
        return bits[3] < 0 ? -units : units;
    }

    internal void Add(decimal amount)
    {
        var units = UnitsOf(amount);
        lock (_gate)
            _units += units;
    }

    internal void Clear()
    {
        lock (_gate)
            _units = 0;
    }
}
