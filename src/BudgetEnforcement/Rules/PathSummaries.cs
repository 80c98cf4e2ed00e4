namespace BudgetEnforcement;

/// <summary>Summarizes the paths of several budgets at one instant, and visits each budget above them once.</summary>
/// <remarks>For a budget with several parents it visits the whole path again.</remarks>
internal sealed class PathSummaries
{
    private readonly Dictionary<BudgetState, PathSummary> _known = [];

    internal PathSummary Of(BudgetState state)
    {
        // The search is not recursive, because a deep tree would overflow the stack.
        var unknown = new Stack<BudgetState>();
        PathSummary summary;
        var at = state;
        while (!_known.TryGetValue(at, out summary))
        {
            if (at.Parent is not { } parent)
            {
                summary = _known[at] = new PathSummary(at);
                break;
            }

            unknown.Push(at);
            at = parent;
        }

        while (unknown.TryPop(out var below))
            summary = _known[below] = summary.With(below);
        return summary;
    }
}
