using System.CommandLine;
using System.Globalization;

namespace BudgetEnforcement.Demo;

/// <summary>Options that take a number of things: digits only, at least one thing.</summary>
internal static class CountOption
{
    internal static Option<int?> Create(string name, string description, int most) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most)
                return value;

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: '{text}' is not a number from 1 to {most}."));
            return null;
        },
    };
}
