namespace BudgetEnforcement;

/// <summary>The summaries of the paths of several budgets, of one instant. Each budget above them is looked at once.</summary>
/// <remarks>A budget with several parents is the exception: its whole path is looked at for itself.</remarks>
internal sealed class PathSummaries
{
    private readonly Dictionary<BudgetState, PathSummary> _known = [];

    internal PathSummary Of(BudgetState state)
    {
        // Not recursive: a tree may be deeper than a stack.
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
