using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>A clock that goes on by one step each time it is read.</summary>
internal sealed class SteppingClock(TimeSpan step, Action<int>? onRead = null) : FakeTimeProvider
{
    internal int Reads { get; private set; }

    public override long GetTimestamp()
    {
        Advance(step);
        Reads++;
        onRead?.Invoke(Reads);
        return base.GetTimestamp();
    }
}
