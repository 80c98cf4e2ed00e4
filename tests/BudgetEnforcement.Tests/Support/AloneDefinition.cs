namespace BudgetEnforcement.Tests;

/// <summary>Tests that look at the whole process run while no other test does.</summary>
#pragma warning disable CA1052 // xunit wants a class that it could make.
[CollectionDefinition(Name, DisableParallelization = true)]
public class AloneDefinition
#pragma warning restore CA1052
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "alone";
}
