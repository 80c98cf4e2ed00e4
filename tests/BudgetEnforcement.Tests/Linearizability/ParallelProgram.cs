namespace BudgetEnforcement.Tests;

/// <summary>What is done to a tree: some calls one after the other, then those of several threads at the same time.</summary>
/// <param name="Shape">The tree at the start.</param>
/// <param name="Before">What comes before the threads.</param>
/// <param name="Threads">The calls of each thread.</param>
/// <param name="Pace">How the run makes them overlap.</param>
internal sealed record ParallelProgram(ParallelTreeShape Shape, ParallelCall[] Before, ParallelCall[][] Threads, ParallelPace Pace)
{
    /// <summary>A fresh tree on which what comes before has happened.</summary>
    internal ParallelTree Begin()
    {
        var tree = new ParallelTree(Shape, Threads.Length);
        foreach (var call in Before)
            tree.DoAlone(ParallelTree.Everyone, call with { Inside = default });
        return tree;
    }

    public override string ToString() =>
        $"{Shape}, {Pace}\nbefore: {string.Join("; ", Before)}\n{string.Join('\n', Threads.Select((calls, thread) => $"thread {thread}: {string.Join("; ", calls)}"))}";
}
