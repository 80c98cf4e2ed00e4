using System.Collections;
using System.Globalization;
using System.Text;

namespace BudgetEnforcement;

/// <summary>
/// Formats the texts of log events for people: amounts have no more decimals than people can read, and the text is the same under every
/// culture. The structured values beside it stay exact.
/// </summary>
internal static class LogText
{
    private const string OriginalFormat = "{OriginalFormat}";
    private const string Null = "(null)";

    internal static string Of<TState>(Func<TState, Exception?, string> formatter, TState state, Exception? exception) =>
        state is IReadOnlyList<KeyValuePair<string, object?>> values && HasUnreadable(values) && TryRender(values, out var text)
            ? text
            : FormatInvariantly(formatter, state, exception);

    private static bool HasUnreadable(IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Value is decimal number && MoneyText.IsUnreadable(number))
                return true;
        }

        return false;
    }

    /// <summary>Fills in the template as the formatter of the event does.</summary>
    /// <returns>False where there is no template, or where it uses more than <c>{Name}</c> and <c>{Name:format}</c>.</returns>
    private static bool TryRender(IReadOnlyList<KeyValuePair<string, object?>> values, out string text)
    {
        text = string.Empty;
        if (!TryFind(values, OriginalFormat, values.Count - 1, out var found) || found is not string template)
            return false;

        var rendered = new StringBuilder(template.Length);
        var holes = 0;
        for (var i = 0; i < template.Length; i++)
        {
            var next = template[i];
            if (next is not ('{' or '}'))
            {
                rendered.Append(next);
                continue;
            }

            if (i + 1 < template.Length && template[i + 1] == next)
            {
                rendered.Append(next);
                i++;
                continue;
            }

            var end = next == '{' ? template.IndexOf('}', i) : -1;
            if (end < 0 || !TryFill(template.AsSpan(i + 1, end - i - 1), values, holes++, rendered))
                return false;
            i = end;
        }

        text = rendered.ToString();
        return true;
    }

    private static bool TryFill(ReadOnlySpan<char> hole, IReadOnlyList<KeyValuePair<string, object?>> values, int index, StringBuilder rendered)
    {
        if (hole.IndexOfAny('{', ',') >= 0)
            return false;
        var colon = hole.IndexOf(':');
        if (!TryFind(values, colon < 0 ? hole : hole[..colon], index, out var value))
            return false;
        rendered.Append(colon < 0 ? Text(value) : Text(value, hole[(colon + 1)..].ToString()));
        return true;
    }

    /// <summary>Finds the value of a name. It tries the expected index first, because a name may occur twice.</summary>
    private static bool TryFind(IReadOnlyList<KeyValuePair<string, object?>> values, ReadOnlySpan<char> name, int expectedAt, out object? value)
    {
        if (expectedAt >= 0 && expectedAt < values.Count && name.SequenceEqual(values[expectedAt].Key))
        {
            value = values[expectedAt].Value;
            return true;
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (name.SequenceEqual(values[i].Key))
            {
                value = values[i].Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    private static string Text(object? value) => value switch
    {
        null => Null,
        string text => text,
        decimal number => MoneyText.Readable(number),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Text)),
        _ => value.ToString() ?? string.Empty,
    };

    private static string Text(object? value, string format) =>
        value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : Text(value);

    // The code that the logging generator makes for more than six parameters formats numbers by the culture of the thread.
    private static string FormatInvariantly<TState>(Func<TState, Exception?, string> formatter, TState state, Exception? exception)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return formatter(state, exception);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
