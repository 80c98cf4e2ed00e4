using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Reads amounts as they are written, exactly or not at all: a limit of 1e-30 is no limit of 0.</summary>
internal static class ExactAmount
{
    /// <summary>Reads an amount; false also where <see cref="decimal"/> would round it.</summary>
    internal static bool TryRead(string text, NumberStyles styles, out decimal amount) =>
        decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out amount) && Digits(text) == Digits(amount.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// The significant digits of a number and the power of ten of the last one: the same for the same number, however it is written.
    /// </summary>
    private static (string Digits, long Power) Digits(string number)
    {
        var text = number.AsSpan().Trim().TrimStart("+-");
        var power = 0L;
        var mark = text.IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            // An exponent that is too long for a number belongs to 0, or to a number that decimal has refused or rounded to 0.
            if (!long.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power))
                power = long.MinValue / 2;
            text = text[..mark];
        }

        var point = text.IndexOf('.');
        if (point >= 0)
            power -= text.Length - point - 1;
        var digits = text.ToString().Replace(".", string.Empty, StringComparison.Ordinal).TrimStart('0');
        var significant = digits.TrimEnd('0');
        return significant.Length == 0 ? (string.Empty, 0) : (significant, power + digits.Length - significant.Length);
    }
}

/// <summary>Reads amounts of commands.</summary>
internal sealed class ExactAmountConverter : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException();
        var text = Encoding.UTF8.GetString(reader.ValueSpan);
        return ExactAmount.TryRead(text, NumberStyles.Float, out var amount)
            ? amount
            : throw new JsonException($"{SafeText.Quote(text)} is no amount that can be kept exactly.");
    }

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
