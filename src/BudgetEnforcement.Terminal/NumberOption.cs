using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace BudgetEnforcement.Terminal;

/// <summary>Options that take a whole number, in digits only.</summary>
internal static class NumberOption
{
    internal static Option<T?> Create<T>(string name, string description, T least, T most)
        where T : struct, IBinaryInteger<T> => new(name)
        {
            Description = description,
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
                    return value;

                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: '{text}' is not a whole number from {least} to {most}."));
                return null;
            },
        };

    /// <summary>A number of things, at least one.</summary>
    internal static Option<int?> Count(string name, string description, int most) => Create(name, description, least: 1, most);
}
