using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Tests.Registry;

/// <summary>A clock that is put by hand, and whose timestamps call something or fail.</summary>
internal sealed class RegistryClock() : FakeTimeProvider(new DateTimeOffset(2024, 10, 30, 12, 0, 0, TimeSpan.Zero))
{
    private int _timestamps;

    internal int Timestamps => Volatile.Read(ref _timestamps);

    internal Action? OnTimestamp { get; set; }

    public override long GetTimestamp()
    {
        Interlocked.Increment(ref _timestamps);
        OnTimestamp?.Invoke();
        return base.GetTimestamp();
    }
}
