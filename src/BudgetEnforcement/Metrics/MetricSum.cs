namespace BudgetEnforcement;

/// <summary>A sum of amounts for a meter: exact as far as 192 bits go, and the nearest that <see cref="double"/> knows beyond.</summary>
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

    // By way of decimal, so that 0.1 is the double that everybody calls 0.1; what decimal cannot hold has no such name.
    private static double ToDouble(in Money amount)
    {
        var read = amount.ToDecimal(roundUp: false);
        return read < decimal.MaxValue ? (double)read : ((((amount.High * Limb) + amount.Middle) * Limb) + amount.Low) / UnitsOfOne;
    }
}
