using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Tests.Demo;

/// <summary>A clock that goes on by one step each time it is read.</summary>
internal sealed class SteppingClock(TimeSpan step, Action<int>? onRead = null) : FakeTimeProvider
{
    private int _reads;

    public override long GetTimestamp()
    {
        Advance(step);
        onRead?.Invoke(++_reads);
        return base.GetTimestamp();
    }
}
