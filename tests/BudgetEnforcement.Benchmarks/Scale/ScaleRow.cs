namespace BudgetEnforcement.Benchmarks;

/// <summary>One operation, beside few and beside many things of a kind that it does not use, or should not look through.</summary>
/// <param name="Operation">What is measured.</param>
/// <param name="Few">How many there are for comparison.</param>
/// <param name="Many">How many there are.</param>
/// <param name="Goal">The most that the ratio of the times may be.</param>
/// <param name="Calls">How often the operation is called for one time.</param>
/// <param name="Make">Makes a world with the given number of them, and the operation.</param>
internal sealed record ScaleRow(string Operation, int Few, int Many, double Goal, int Calls, Func<int, Action> Make);
