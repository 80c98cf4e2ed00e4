namespace BudgetEnforcement;

/// <summary>The status and the room of the path of a budget.</summary>
internal readonly struct PathSummary
{
    private readonly BudgetState _tightest;
    private readonly bool _isBarred;

    internal PathSummary(BudgetState state)
    {
        // The results are in locals so that they stay in registers.
        var (worst, tightest, isBarred) = (BudgetStatus.Ok, state, false);
        foreach (var each in state.Path)
        {
            if (each.Status > worst)
                worst = each.Status;
            if (each != state && each.HasLessRoomThan(tightest))
                tightest = each;
            isBarred |= each.IsBarred;
        }

        (State, Status, _tightest, _isBarred) = (state, worst, tightest, isBarred);
    }

    private PathSummary(BudgetState state, BudgetStatus status, BudgetState tightest, bool isBarred)
    {
        State = state;
        Status = status;
        _tightest = tightest;
        _isBarred = isBarred;
    }

    internal BudgetState State { get; }

    /// <summary>The worst status on the path.</summary>
    internal BudgetStatus Status { get; }

    /// <summary>The largest amount that the whole path would admit to a newcomer. Only where <see cref="AsksLedger"/> is false.</summary>
    internal Money Available => _isBarred ? Money.Zero : _tightest.Room;

    /// <summary>The same, once a ledger has been asked.</summary>
    internal Money AvailableFromLedger => _isBarred ? Money.Zero : _tightest.VisibleRoom;

    /// <summary>Whether a shared budget decides, so that the ledger may grant more than what is held here.</summary>
    internal bool AsksLedger => _tightest.IsShared;

    /// <summary>The summary of the path of a child whose only parent is the budget of this summary.</summary>
    internal PathSummary With(BudgetState child) => new(
        child,
        child.Status > Status ? child.Status : Status,
        _tightest.HasLessRoomThan(child) ? _tightest : child,
        _isBarred || child.IsBarred);
}
