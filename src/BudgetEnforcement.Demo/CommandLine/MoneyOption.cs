using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.Demo.Numbers;

namespace BudgetEnforcement.Demo.CommandLine;

/// <summary>Options that take an amount of money: read exactly, with a point for the decimals under every culture.</summary>
internal static class MoneyOption
{
    internal static Option<decimal?> Create(string name, string description, bool mayBeZero = true, decimal most = decimal.MaxValue) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            var outcome = ExactDecimal.Parse(text, out var value);
            if (outcome is ParseOutcome.NotANumber)
                result.AddError($"{name}: '{text}' is not an amount such as 12.50.");
            else if (outcome is ParseOutcome.NotExact)
                result.AddError($"{name}: '{text}' has more digits than can be kept exactly.");
            else if (value < 0m)
                result.AddError($"{name}: '{text}' must not be negative.");
            else if (value == 0m && !mayBeZero)
                result.AddError($"{name}: '{text}' must be above zero.");
            else if (value > most)
                result.AddError($"{name}: '{text}' must be at most {most.ToString(CultureInfo.InvariantCulture)}.");
            return value;
        },
    };

    // A default of the option itself would be shown as the culture of the machine writes it.
    internal static string Describe(string description, decimal defaultValue) =>
        $"{description} [default: {defaultValue.ToString(CultureInfo.InvariantCulture)}]";
}
