using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Reads one budget of a section, by hand: so every mistake is found at once, and nothing is reflected on.</summary>
internal static class SectionReader
{
    private const string Known =
        "AlertAt, Capacity, Currency, ForgetAfter, InitialSpent, InitialSpentAt, Limit, MaxWait, MaxWaiters, Name, OnLedger, Parent, Period, Template, TimeZoneId, Warning75Threshold, Warning90Threshold";

    private delegate bool Parse<T>(string text, out T value);

    internal static SectionBudget Read(IConfigurationSection section, string key)
    {
        var budget = new SectionBudget(key) { Text = string.Join('\n', section.AsEnumerable(makePathsRelative: true).Select(pair => $"{pair.Key}={pair.Value}")) };
        var children = section.GetChildren().ToList();
        if (children.Count == 0)
        {
            budget.Errors.Add("It has no keys; it needs a Limit.");
            return budget;
        }

        foreach (var child in children)
            ReadKey(child, budget);
        AddErrorsBetweenKeys(budget, children);
        return budget;
    }

    private static void AddErrorsBetweenKeys(SectionBudget budget, List<IConfigurationSection> children)
    {
        if (!children.Any(child => Is(child, nameof(BudgetOptions.Limit))) && budget.Errors.Count > 0)
            budget.Errors.Add("Limit is not set.");
        if (budget is { IsTemplate: true, OnLedger: true })
            budget.Errors.Add("OnLedger must not be set in a template: budgets on demand are those of this process.");
        if (!budget.IsTemplate && (budget.ForgetAfter is not null || budget.Capacity is not null))
            budget.Errors.Add("ForgetAfter and Capacity are for templates.");
        if (budget.ForgetAfter <= TimeSpan.Zero)
            budget.Errors.Add("ForgetAfter must be above 0.");
        if (budget.Capacity <= 0)
            budget.Errors.Add("Capacity must be 1 or more.");
    }

    private static bool Is(IConfigurationSection child, string key) => child.Key.Equals(key, StringComparison.OrdinalIgnoreCase);

#pragma warning disable CA1308 // Keys of configuration have no case; this one is for a switch.
    private static void ReadKey(IConfigurationSection child, SectionBudget budget)
    {
        switch (child.Key.ToLowerInvariant())
        {
            case "parent": Set<string>(child, budget, TryText, it => budget.Parent = it, "the key of a budget"); break;
            case "template": Set<bool>(child, budget, bool.TryParse, it => budget.IsTemplate = it, "true or false"); break;
            case "onledger": Set<bool>(child, budget, bool.TryParse, it => budget.OnLedger = it, "true or false"); break;
            case "forgetafter": Set<TimeSpan>(child, budget, TryTime, it => budget.ForgetAfter = it, "a time such as 1.00:00:00 for a day"); break;
            case "capacity": Set<int>(child, budget, TryCount, it => budget.Capacity = it, "a whole number"); break;
            case "limit": SetOption<decimal>(child, budget, TryAmount, (options, it) => options.Limit = it, "an amount such as 12.50", it => budget.Limit = it); break;
            case "name": SetOption<string>(child, budget, TryText, (options, it) => options.Name = it, "a text"); break;
            case "currency": SetOption<string>(child, budget, TryText, (options, it) => options.Currency = it, "a text", it => budget.Currency = it); break;
            case "period": SetOption<BudgetPeriod>(child, budget, TryPeriod, (options, it) => options.Period = it, "None, Daily, Weekly or Monthly"); break;
            case "timezoneid": SetOption<string>(child, budget, TryText, (options, it) => options.TimeZoneId = it, "the id of a time zone"); break;
            case "warning75threshold": SetOption<decimal>(child, budget, TryAmount, (options, it) => options.Warning75Threshold = it, "a portion such as 0.75"); break;
            case "warning90threshold": SetOption<decimal>(child, budget, TryAmount, (options, it) => options.Warning90Threshold = it, "a portion such as 0.9"); break;
            case "maxwaiters": SetOption<int>(child, budget, TryCount, (options, it) => options.MaxWaiters = it, "a whole number"); break;
            case "maxwait": SetOption<TimeSpan>(child, budget, TryTime, (options, it) => options.MaxWait = it, "a time such as 00:05:00 for five minutes"); break;
            case "initialspent": SetOption<decimal>(child, budget, TryAmount, (options, it) => options.InitialSpent = it, "an amount such as 12.50"); break;
            case "initialspentat": SetOption<DateTimeOffset>(child, budget, TryInstant, (options, it) => options.InitialSpentAt = it, "a time with its offset"); break;
            case "alertat": ReadAlerts(child, budget); break;
            default: budget.Errors.Add($"{SafeText.Quote(child.Key)} is no key of a budget; these are: {Known}."); break;
        }
    }
#pragma warning restore CA1308

    private static void ReadAlerts(IConfigurationSection section, SectionBudget budget)
    {
        var portions = section.GetChildren().ToList();
        if (portions.Count == 0 && !string.IsNullOrEmpty(section.Value))
            budget.Errors.Add("AlertAt must be a list of portions such as [ 0.5, 1.0 ].");
        foreach (var portion in portions)
            SetOption<decimal>(portion, budget, TryAmount, (options, it) => options.AlertAt.Add(it), "a portion such as 0.5", called: "AlertAt");
    }

    private static void SetOption<T>(
        IConfigurationSection child, SectionBudget budget, Parse<T> parse, Action<BudgetOptions, T> set, string what, Action<T>? note = null, string? called = null) =>
        Set(child, budget, parse, value =>
        {
            note?.Invoke(value);
            budget.Settings.Add(options => set(options, value));
        }, what, called);

    private static void Set<T>(IConfigurationSection child, SectionBudget budget, Parse<T> parse, Action<T> set, string what, string? called = null)
    {
        if (child.Value is { } text && parse(text, out var value))
            set(value);
        else
            budget.Errors.Add($"{called ?? child.Key} must be {what}; it is {(child.Value is null ? "not a value" : SafeText.Quote(child.Value))}.");
    }

    private static bool TryText(string text, out string value)
    {
        value = text;
        return !string.IsNullOrWhiteSpace(text);
    }

    // Configuration of other providers than JSON writes exponents too; group separators are refused, since 1,000 may mean one.
    private static bool TryAmount(string text, out decimal value) => ExactAmount.TryRead(text, NumberStyles.Float, out value);

    private static bool TryCount(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    // A number alone would be days, and 24:00:00 too, where people mean seconds and hours.
    private static bool TryTime(string text, out TimeSpan value)
    {
        value = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParseExact(text.Trim(), "c", CultureInfo.InvariantCulture, out value);
    }

    private static bool TryInstant(string text, out DateTimeOffset value) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value);

    // By its name alone: to the parser of enums a number is one too, and "Daily, Weekly" together is Monthly.
    private static bool TryPeriod(string text, out BudgetPeriod value) =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.GetName(value)?.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase) == true;
}
