namespace BudgetEnforcement;

/// <summary>A sum of amounts for a meter: exact up to 192 bits, and beyond that the nearest <see cref="double"/>.</summary>
internal struct MetricSum
{
    private const double Limb = 18446744073709551616.0;
    private const double UnitsOfOne = 1e28;

    private Money _exact;
    private double _beyond;

    internal void Add(in Money amount)
    {
        if (Money.TryAdd(_exact, amount, out var sum))
        {
            _exact = sum;
            return;
        }

        _beyond += ToDouble(_exact);
        _exact = amount;
    }

    internal readonly double ToDouble() => _beyond + ToDouble(_exact);

    // The conversion goes through decimal, so that 0.1 becomes the double that prints as 0.1. Amounts too large for decimal need no such
    // care.
    private static double ToDouble(in Money amount)
    {
        var read = amount.ToDecimal(roundUp: false);
        return read < decimal.MaxValue ? (double)read : ((((amount.High * Limb) + amount.Middle) * Limb) + amount.Low) / UnitsOfOne;
    }
}
