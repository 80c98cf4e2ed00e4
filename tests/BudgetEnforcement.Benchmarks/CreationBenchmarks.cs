using BenchmarkDotNet.Attributes;

namespace BudgetEnforcement.Benchmarks;

/// <summary>What it takes to make a budget. What one keeps is less than what making it allocates: the copy of the options is dropped.</summary>
public class CreationBenchmarks
{
    private readonly BudgetEnforcer _organisation = new(Amounts.Limit);
    private readonly BudgetOptions _options = new() { Limit = 100m };

    [Benchmark]
    public BudgetEnforcer Root() => new(_options);

    [Benchmark]
    public BudgetEnforcer Child() => _organisation.CreateChild(_options);
}
