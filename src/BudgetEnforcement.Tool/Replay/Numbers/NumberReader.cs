using System.Globalization;
using System.Numerics;

namespace BudgetEnforcement.Tool.Replay.Numbers;

/// <summary>
/// Reads the numbers of one file as people and programs write them: <c>$1,204.50</c>, <c>1.204,50 €</c>, <c>($250.00)</c>, <c>4.2e-07</c>. Without a
/// culture it believes only a number that can be read in one way.
/// </summary>
/// <param name="culture">The culture of the numbers; null where it is not known.</param>
/// <param name="pointIsDecimal">
/// Whether a point before three digits stands before decimals: in a file whose fields are separated by commas, as programs write them.
/// </param>
internal sealed class NumberReader(CultureInfo? culture, bool pointIsDecimal)
{
    private const int MostDigits = 1_000;
    private const int MostPower = 64;

    private readonly NumberShape _shape = new(culture, pointIsDecimal);

    /// <summary>Whether a text is an amount, in any way to read it.</summary>
    internal static bool IsNumber(string text) =>
        text.Any(char.IsDigit) && new NumberReader(null, pointIsDecimal: true).ReadAmount(text, out _) is not NumberProblem.NotANumber;

    /// <summary>Reads an amount of money. An amount that decimal cannot hold is rounded up.</summary>
    internal NumberProblem ReadAmount(ReadOnlySpan<char> text, out Amount amount)
    {
        amount = default;
        var problem = Read(text, mayBeCurrency: true, out var number, out var currency);
        if (problem is not NumberProblem.None)
            return problem;
        problem = number.ToDecimal(out var value, out var isRounded);
        amount = new Amount(value, isRounded, currency);
        return problem;
    }

    /// <summary>Reads a count of tokens: whole, also where it is written with decimals (<c>300.0</c>); 0 or more.</summary>
    internal NumberProblem ReadCount(ReadOnlySpan<char> text, out BigInteger count)
    {
        count = default;
        text = text.Trim();

        // There are no half tokens, so a comma before three digits stands between thousands.
        if (culture is null && text.IndexOf(',') is > 0 and var comma && NumberShape.IsGroupedBy(text, ',') && !text[comma..].Contains('.'))
            text = text.ToString().Replace(",", "", StringComparison.Ordinal);
        var problem = Read(text, mayBeCurrency: false, out var number, out _);
        if (problem is not NumberProblem.None)
            return problem;
        return number.TryToWhole(out count) && count.Sign >= 0 ? NumberProblem.None : NumberProblem.NotANumber;
    }

    private NumberProblem Read(ReadOnlySpan<char> text, bool mayBeCurrency, out WrittenNumber number, out string? currency)
    {
        number = default;
        if (!TryStrip(ref text, mayBeCurrency, out var isNegative, out currency))
            return NumberProblem.NotANumber;

        var power = 0L;
        var exponentAt = text.IndexOfAny('e', 'E');
        if (exponentAt >= 0)
        {
            if (!TryReadExponent(text[(exponentAt + 1)..], out power))
                return NumberProblem.NotANumber;
            text = text[..exponentAt];
        }

        if (text.Length > MostDigits)
            return NumberProblem.NotANumber;
        Span<char> digits = stackalloc char[text.Length];
        var problem = _shape.Read(text, exponentAt >= 0, digits, out var count, out var decimals);
        if (problem is NumberProblem.None)
            number = WrittenNumber.Of(digits[..count], Math.Clamp(power, -MostDigits * 2, MostDigits * 2) - decimals, isNegative);
        return problem;
    }

    // Signs, parentheses and currencies stand around the digits in any order, each once.
    private static bool TryStrip(ref ReadOnlySpan<char> text, bool mayBeCurrency, out bool isNegative, out string? currency)
    {
        (isNegative, currency) = (false, null);
        var hasSign = false;
        while (true)
        {
            text = text.Trim();
            if (text.IsEmpty)
                return false;
            if (!hasSign && text is ['(', .., ')'])
            {
                isNegative = hasSign = true;
                text = text[1..^1];
            }
            else if (!hasSign && text is ['-' or '+' or '−', ..])
            {
                hasSign = true;
                isNegative = text[0] is not '+';
                text = text[1..];
            }
            else if (text is [.., '.' or ',', '-' or '–' or '—'])
            {
                // In 1.234,- the dash stands for the decimals, and is no sign.
                text = string.Concat(text[..^1], "00");
            }
            else if (!hasSign && text is [.., '-' or '−'])
            {
                isNegative = hasSign = true;
                text = text[..^1];
            }
            else if (mayBeCurrency && currency is null && Currencies.LengthAtStart(text) is > 0 and var before)
            {
                currency = Currencies.CodeOf(text[..before].ToString());
                text = text[before..];
            }
            else if (mayBeCurrency && currency is null && Currencies.LengthAtEnd(text) is > 0 and var behind)
            {
                currency = Currencies.CodeOf(text[^behind..].ToString());
                text = text[..^behind];
            }
            else
            {
                return true;
            }
        }
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, out long power)
    {
        var isNegative = text is ['-', ..];
        if (text is ['-' or '+', ..])
            text = text[1..];
        power = 0;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
            return false;

        // Beyond that it is too large, or rounds up to the smallest unit with any digits.
        text = text.TrimStart('0');
        power = text.Length > 6 ? MostDigits * 2 : text.IsEmpty ? 0 : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        if (isNegative)
            power = -power;
        return true;
    }

    /// <summary>Digits and the power of ten that they are multiplied by.</summary>
    private readonly record struct WrittenNumber(UInt128 Small, BigInteger? Large, long Power, bool IsNegative)
    {
        private const int SmallDigits = 28;
        private const int MaxScale = 28;

        internal static WrittenNumber Of(ReadOnlySpan<char> digits, long power, bool isNegative)
        {
            digits = digits.TrimStart('0');
            if (digits.IsEmpty)
                return new WrittenNumber(UInt128.Zero, null, 0, false);
            if (digits.Length > SmallDigits)
            {
                var significant = digits.TrimEnd('0');
                power += digits.Length - significant.Length;
                digits = significant;
            }

            if (digits.Length > SmallDigits)
                return new WrittenNumber(default, BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), power, isNegative);
            var small = UInt128.Zero;
            foreach (var digit in digits)
                small = (small * 10) + (UInt128)(digit - '0');
            return new WrittenNumber(small, null, power, isNegative);
        }

        internal NumberProblem ToDecimal(out decimal value, out bool isRounded)
        {
            isRounded = false;
            if (Large is null && Power is <= 0 and >= -MaxScale && ExactNumber.TryMake(Small, (int)-Power, IsNegative, out value))
                return NumberProblem.None;

            value = 0m;
            var mantissa = Mantissa();
            if (mantissa.IsZero)
                return NumberProblem.None;
            if (Power > 0)
            {
                return Power <= SmallDigits && ExactNumber.TryDivide(mantissa * ExactNumber.Power((int)Power), BigInteger.One, out value, out isRounded)
                    ? NumberProblem.None
                    : NumberProblem.TooLarge;
            }

            return ExactNumber.TryDivide(mantissa, BigInteger.Pow(10, (int)-Power), out value, out isRounded) ? NumberProblem.None : NumberProblem.TooLarge;
        }

        internal bool TryToWhole(out BigInteger value)
        {
            value = Mantissa();
            if (value.IsZero)
                return true;
            if (Power >= 0)
            {
                value *= BigInteger.Pow(10, (int)Math.Min(Power, MostPower));
                return Power <= MostPower;
            }

            value = BigInteger.DivRem(value, BigInteger.Pow(10, (int)-Power), out var rest);
            return rest.IsZero;
        }

        private BigInteger Mantissa() => IsNegative ? -(Large ?? (BigInteger)Small) : Large ?? (BigInteger)Small;
    }
}
