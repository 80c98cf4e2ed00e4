using System.Globalization;
using System.Text;

namespace BudgetEnforcement;

/// <summary>Validates <see cref="BudgetOptions"/> and describes each error.</summary>
internal static class BudgetOptionsRules
{
    /// <summary>Finds every error, not only the first; empty where the options are valid.</summary>
    /// <param name="options">The options. They must be a copy, because only a copy knows its zone.</param>
    /// <param name="parentCurrency">The currency of the parent; null at a root.</param>
    internal static List<string> Errors(BudgetOptions options, string? parentCurrency = null)
    {
        var errors = new List<string>();
        if (options.Limit is null)
            errors.Add("Limit is not set.");
        if (options.Limit < 0)
            errors.Add(Invariant($"Limit must not be negative; it is {options.Limit}."));
        if (options.InitialSpent < 0)
            errors.Add(Invariant($"InitialSpent must not be negative; it is {options.InitialSpent}."));
        if (options.Warning75Threshold <= 0)
            errors.Add(Invariant($"Warning75Threshold must be above 0; it is {options.Warning75Threshold}."));
        if (options.Warning90Threshold > 1)
            errors.Add(Invariant($"Warning90Threshold must be at most 1; it is {options.Warning90Threshold}."));
        if (options.Warning75Threshold >= options.Warning90Threshold)
            errors.Add(Invariant($"Warning75Threshold must be below Warning90Threshold; they are {options.Warning75Threshold} and {options.Warning90Threshold}."));
        if (!Enum.IsDefined(options.Period))
            errors.Add(Invariant($"Period must be a named value of BudgetPeriod; it is {(int)options.Period}."));
        if (options.MaxWaiters < 0)
            errors.Add(Invariant($"MaxWaiters must not be negative; it is {options.MaxWaiters}."));
        if (options.MaxWait <= TimeSpan.Zero)
            errors.Add(Invariant($"MaxWait must be above 0; it is {options.MaxWait}."));
        if (options.AlertAt.Count > 0)
            AddErrorsOfAlerts(errors, options.AlertAt);
        AddErrorsOfZone(errors, options);
        if (options.Name is { } name && !IsLabel(name, BudgetOptions.LongestName, spaces: true))
            errors.Add(Invariant($"Name must have 1 to {BudgetOptions.LongestName} printable characters and not only spaces; it is {Quote(name)}."));
        if (options.Currency is { } currency)
        {
            if (!IsLabel(currency, BudgetOptions.LongestCurrency, spaces: false))
                errors.Add(Invariant($"Currency must have 1 to {BudgetOptions.LongestCurrency} printable characters and no spaces; it is {Quote(currency)}."));
            else if (parentCurrency is not null && currency != parentCurrency)
                errors.Add(Invariant($"Currency must be that of the parent, {Quote(parentCurrency)}; it is {Quote(currency)}. Amounts are never converted."));
        }

        return errors;
    }

    private static void AddErrorsOfAlerts(List<string> errors, IList<decimal> alerts)
    {
        if (alerts.Count > BudgetOptions.MostAlerts)
        {
            errors.Add(Invariant($"AlertAt must have at most {BudgetOptions.MostAlerts} portions; it has {alerts.Count}."));
            return;
        }

        foreach (var portion in alerts.Where(portion => portion <= 0))
            errors.Add(Invariant($"AlertAt must have portions above 0 only; it has {portion}."));
        foreach (var same in alerts.GroupBy(portion => portion).Where(same => same.Skip(1).Any()))
            errors.Add(Invariant($"AlertAt must have each portion once; it has {same.Key} {same.Count()} times."));
    }

    private static void AddErrorsOfZone(List<string> errors, BudgetOptions options)
    {
        if (options.TimeZoneId is not { } id)
            return;
        if (options.TimeZone is not null)
            errors.Add(Invariant($"TimeZoneId must not be set beside TimeZone; it is {Quote(id)}."));
        else if (options.Zone is null)
            errors.Add(Invariant($"TimeZoneId must be the IANA or Windows id of a time zone that this machine knows; it is {Quote(id)}."));
    }

    /// <summary>Whether a text has 1 to so many characters, all of them printable, and not only spaces.</summary>
    internal static bool IsLabel(string text, int longest, bool spaces)
    {
        if (text.Length > longest || string.IsNullOrWhiteSpace(text))
            return false;

        // This does not use EnumerateRunes, which replaces a lone surrogate by a printable character.
        for (var i = 0; i < text.Length; i++)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune) || !(IsPrintable(rune) || (spaces && rune.Value == ' ')))
                return false;
            i += rune.Utf16SequenceLength - 1;
        }

        return true;
    }

    // Format characters are invisible or change the reading direction, so two different names could look the same.
    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.SpaceSeparator);

    /// <summary>The text in quotes, shortened, with everything that is not printable written as its code.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        for (var i = 0; i < text.Length && i < BudgetOptions.LongestName; i++)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune) && (IsPrintable(rune) || rune.Value == ' '))
            {
                quoted.Append(rune.ToString());
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            }
        }

        return quoted.Append(text.Length > BudgetOptions.LongestName ? "…'" : "'").ToString();
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
