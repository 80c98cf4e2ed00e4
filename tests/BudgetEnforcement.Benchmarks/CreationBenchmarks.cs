using BenchmarkDotNet.Attributes;

namespace BudgetEnforcement.Benchmarks;

/// <summary>What it takes to make a budget. A budget keeps less than its making allocates: it drops the copy of the options.</summary>
public class CreationBenchmarks
{
    private readonly BudgetEnforcer _organisation = new(Amounts.Limit);
    private readonly BudgetOptions _options = new() { Limit = 100m };

    [Benchmark]
    public BudgetEnforcer Root() => new(_options);

    [Benchmark]
    public BudgetEnforcer Child() => _organisation.CreateChild(_options);
}
