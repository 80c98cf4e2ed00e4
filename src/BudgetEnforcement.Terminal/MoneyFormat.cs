using System.Globalization;

namespace BudgetEnforcement.Terminal;

/// <summary>Amounts under one limit as people read them: rounded, and all with as many decimals as the limit calls for.</summary>
internal sealed class MoneyFormat
{
    private const int MostDecimals = 12;
    private const decimal FiveDigits = 10_000m;

    private readonly string _prefix;
    private readonly string _suffix;
    private readonly int _decimals = 2;

    internal MoneyFormat(decimal limit, string currency)
    {
        _prefix = currency == "USD" ? "$" : "";
        _suffix = currency is "USD" or "" ? "" : $" {currency}";
        for (var digits = limit; digits is > 0m and < FiveDigits / 100m && _decimals < MostDecimals; digits *= 10m)
            _decimals++;
    }

    /// <summary>Rounded up: what was spent is not shown as less.</summary>
    internal string Up(decimal amount) => Fixed(amount, MidpointRounding.ToPositiveInfinity);

    /// <summary>Rounded down: what is left is not shown as more.</summary>
    internal string Down(decimal amount) => Fixed(amount, MidpointRounding.ToNegativeInfinity);

    /// <summary>Rounded up, with as many decimals as can be read.</summary>
    internal string PreciseUp(decimal amount) => Text(Readable.Round(amount, MidpointRounding.ToPositiveInfinity), $"#,{Readable.Format}");

    /// <summary>Rounded down, with as many decimals as can be read.</summary>
    internal string PreciseDown(decimal amount) => Text(Readable.Round(amount, MidpointRounding.ToNegativeInfinity), $"#,{Readable.Format}");

    /// <summary>What portion of a limit is spent, in percent; 0 where the limit is 0.</summary>
    internal static decimal Percentage(decimal spent, decimal limit)
    {
        // A double reaches further than a decimal, so it tells whether the decimal would do.
        if (limit == 0m)
            return 0m;
        return (double)spent / (double)limit < 1e20 ? spent / limit * 100m : decimal.MaxValue;
    }

    /// <summary>A share of the limit in percent, rounded down: 100 % is not shown before it is there.</summary>
    internal static string Percent(decimal value) =>
        $"{Math.Round(value, 2, MidpointRounding.ToZero).ToString("0.00", CultureInfo.InvariantCulture)} %";

    private string Fixed(decimal amount, MidpointRounding rounding)
    {
        var decimals = Math.Min(_decimals, Readable.MostDecimalsOf(amount));
        return Text(Math.Round(amount, decimals, rounding), $"N{decimals.ToString(CultureInfo.InvariantCulture)}");
    }

    private string Text(decimal amount, string format) =>
        $"{(amount < 0m ? "-" : "")}{_prefix}{Math.Abs(amount).ToString(format, CultureInfo.InvariantCulture)}{_suffix}";
}
