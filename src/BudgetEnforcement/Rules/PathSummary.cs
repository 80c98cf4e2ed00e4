namespace BudgetEnforcement;

/// <summary>What the path of a budget comes to.</summary>
internal readonly struct PathSummary
{
    private readonly BudgetState _tightest;
    private readonly bool _isBarred;

    internal PathSummary(BudgetState state)
        : this(state, state.PathStatus, state.Tightest(), state.NearestBlocked() is not null || state.NearestClosed() is not null)
    {
    }

    private PathSummary(BudgetState state, BudgetStatus status, BudgetState tightest, bool isBarred)
    {
        State = state;
        Status = status;
        _tightest = tightest;
        _isBarred = isBarred;
    }

    internal BudgetState State { get; }

    internal BudgetStatus Status { get; }

    internal Money Available => _isBarred ? Money.Zero : _tightest.Room;

    /// <summary>The path of a budget whose only parent is the one that this is the summary of.</summary>
    internal PathSummary With(BudgetState child) => new(
        child,
        child.Status > Status ? child.Status : Status,
        _tightest.HasLessRoomThan(child) ? _tightest : child,
        _isBarred || child.IsBarred);
}
