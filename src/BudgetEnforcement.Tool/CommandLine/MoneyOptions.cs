using System.CommandLine;

namespace BudgetEnforcement.Tool.CommandLine;

/// <summary>Options that take an amount of money, and may be given several times.</summary>
internal static class MoneyOptions
{
    private const int Most = 20;

    internal static Option<decimal[]> CreateMany(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
        {
            var values = new List<decimal>();
            foreach (var token in result.Tokens)
            {
                if (MoneyOption.TryRead(name, token.Value, mayBeZero: true, decimal.MaxValue, out var value) is { } problem)
                    result.AddError(problem);
                values.Add(value);
            }

            if (values.Count > Most)
                result.AddError($"{name} may be given {Most} times at most.");
            return [.. values];
        },
    };
}
