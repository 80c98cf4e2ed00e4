namespace BudgetEnforcement.Demo.Commands.Reconcile;

/// <summary>A clock that can be put forward, because a bill is settled minutes later and the demo does not wait for it.</summary>
internal sealed class LaterClock(TimeProvider inner) : TimeProvider
{
    internal TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Ahead;
}
