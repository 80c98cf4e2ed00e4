using System.CommandLine;
using System.Globalization;

namespace BudgetEnforcement.Terminal;

/// <summary>Options that take an amount of money: read exactly, with a point for the decimals under every culture.</summary>
internal static class MoneyOption
{
    internal static Option<decimal?> Create(string name, string description, bool mayBeZero = true, decimal most = decimal.MaxValue) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (TryRead(name, result.Tokens.Single().Value, mayBeZero, most, out var value) is { } problem)
                result.AddError(problem);
            return value;
        },
    };

    /// <summary>Reads an amount; returns what is wrong with it, or null.</summary>
    internal static string? TryRead(string name, string text, bool mayBeZero, decimal most, out decimal value) => ExactDecimal.Parse(text, out value) switch
    {
        ParseOutcome.NotANumber => $"{name}: '{text}' is not an amount such as 12.50.",
        ParseOutcome.NotExact => $"{name}: '{text}' has more digits than can be kept exactly.",
        _ when value < 0m => $"{name}: '{text}' must not be negative.",
        _ when value == 0m && !mayBeZero => $"{name}: '{text}' must be above zero.",
        _ when value > most => $"{name}: '{text}' must be at most {most.ToString(CultureInfo.InvariantCulture)}.",
        _ => null,
    };

    // A default of the option itself would be shown as the culture of the machine writes it.
    internal static string Describe(string description, decimal defaultValue) =>
        $"{description} [default: {defaultValue.ToString(CultureInfo.InvariantCulture)}]";
}
