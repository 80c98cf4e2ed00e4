namespace BudgetEnforcement.Interleavings;

/// <summary>
/// One run of a scenario: budgets as they are at the start, what each thread does with them in which order, and what is seen at the end.
/// </summary>
/// <remarks>A step returns what its caller is told, as text; the end is seen after every thread has ended.</remarks>
internal sealed class Play
{
    private readonly List<Func<string>[]> _threads = [];
    private readonly List<Func<string>> _endings = [];
    private readonly List<(string Name, Func<bool> Holds)> _invariants = [];

    internal IReadOnlyList<Func<string>[]> Threads => _threads;

    internal Play Thread(params Func<string>[] steps)
    {
        _threads.Add(steps);
        return this;
    }

    internal Play End(Func<string> ending)
    {
        _endings.Add(ending);
        return this;
    }

    /// <summary>Adds a condition that must hold at the end of every schedule, in every order of the steps.</summary>
    internal Play Invariant(string name, Func<bool> holds)
    {
        _invariants.Add((name, holds));
        return this;
    }

    /// <summary>The first invariant that does not hold; null where all do.</summary>
    internal string? Broken() => _invariants.Find(static invariant => !invariant.Holds()).Name;

    /// <summary>What every caller was told, thread by thread, and the end.</summary>
    internal string Outcome(string[][] answers) =>
        string.Join(" | ", answers.Select(static steps => string.Join(", ", steps)))
        + " => " + string.Join("; ", _endings.Select(static ending => ending()));
}
