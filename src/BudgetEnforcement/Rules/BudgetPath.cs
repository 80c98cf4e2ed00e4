using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>A budget and everything above it, each once and after all that is below it; the side of the first parent comes first.</summary>
/// <remarks>
/// Budgets with one parent are linked by it. One with several keeps all its ancestors in an array, at which the walk ends; so a deep tree takes
/// no more memory than it has budgets. The walk is written to stay in registers: calling a method on it from within would put it on the stack.
/// </remarks>
internal struct BudgetPath(BudgetState start)
{
    private object? _next = start; // The next budget, or the array with all that are left.
    private int _index;

    public BudgetState Current { get; private set; } = start;

    public readonly BudgetPath GetEnumerator() => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (_next is BudgetState state)
        {
            Current = state;
            _next = state.Above;
            return true;
        }

        if (_next is not BudgetState[] left || _index >= left.Length)
            return false;
        Current = left[_index++];
        return true;
    }

    internal readonly List<BudgetState> ToList()
    {
        var states = new List<BudgetState>();
        foreach (var state in this)
            states.Add(state);
        return states;
    }

    /// <summary>All ancestors of a budget with these parents, in the order of its path.</summary>
    internal static BudgetState[] AllAbove(ReadOnlySpan<BudgetState> parents)
    {
        // Depth first, the last parent first: what is finished last comes first. Not recursive, for a tree may be deeper than a stack.
        var order = new List<BudgetState>();
        var seen = new HashSet<BudgetState>();
        var open = new Stack<(BudgetState State, bool IsFinished)>();
        foreach (var parent in parents)
            open.Push((parent, false));
        while (open.TryPop(out var visit))
        {
            if (visit.IsFinished)
                order.Add(visit.State);
            if (visit.IsFinished || !seen.Add(visit.State))
                continue;
            open.Push((visit.State, true));
            foreach (var parent in visit.State.Parents)
                open.Push((parent, false));
        }

        order.Reverse();
        return [.. order];
    }
}
