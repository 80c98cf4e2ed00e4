using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// A budget and all budgets above it. Each comes once, after everything below it; the side of the first parent comes first.
/// </summary>
/// <remarks>
/// A budget with one parent links to it. A budget with several parents keeps all its ancestors in an array, and the walk ends with that
/// array; a chain of single parents needs no array, however long it is. The enumerator calls no method on itself, so the compiler can keep
/// it in registers.
/// </remarks>
internal struct BudgetPath(BudgetState start)
{
    private object? _next = start; // The next budget, or the array of all remaining ones.
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

    /// <summary>Returns all ancestors of a budget with these parents, in the order of its path.</summary>
    internal static BudgetState[] AllAbove(ReadOnlySpan<BudgetState> parents)
    {
        // A depth-first search, last parent first; the budget that finishes last comes first. It is not recursive because a deep tree would
        // overflow the stack.
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
