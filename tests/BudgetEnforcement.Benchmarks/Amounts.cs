namespace BudgetEnforcement.Benchmarks;

/// <summary>What calls of language models cost: prices per token times tokens, the same for everything that is measured.</summary>
internal static class Amounts
{
    /// <summary>High enough that no benchmark reaches a threshold of it, and low enough that decimal compares with it at its fastest.</summary>
    internal const decimal Limit = 1_000_000_000m;

    internal const int Count = 1024;

    private const int MostOutput = 2048;

    /// <summary>Dollars per token, in and out.</summary>
    private static readonly (decimal Input, decimal Output)[] Prices =
    [
        (0.00000015m, 0.0000006m),
        (0.0000025m, 0.00001m),
        (0.000003m, 0.000015m),
        (0.00000027m, 0.0000011m),
    ];

    /// <summary>What each call cost.</summary>
    internal static decimal[] Costs { get; }

    /// <summary>The same amount as often.</summary>
    internal static decimal[] Cents { get; } = [.. Enumerable.Repeat(0.01m, Count)];

    /// <summary>The most that each call could have cost, known before it.</summary>
    internal static decimal[] Estimates { get; }

    /// <summary>The costs in whole billionths of a dollar, for what can only count integers.</summary>
    internal static long[] Billionths { get; }

    static Amounts()
    {
        var random = new Random(20260101);
        Costs = new decimal[Count];
        Estimates = new decimal[Count];
        Billionths = new long[Count];
        for (var i = 0; i < Count; i++)
        {
            var price = Prices[random.Next(Prices.Length)];
            var input = random.Next(50, 6000) * price.Input;
            Costs[i] = input + (random.Next(1, MostOutput) * price.Output);
            Estimates[i] = input + (MostOutput * price.Output);
            Billionths[i] = (long)(Costs[i] * 1_000_000_000m);
        }
    }
}
