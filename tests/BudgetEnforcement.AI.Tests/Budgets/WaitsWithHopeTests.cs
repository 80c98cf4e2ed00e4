using BudgetEnforcement.AI.Tests.Support;

namespace BudgetEnforcement.AI.Tests.Budgets;

/// <summary>Waits under a clock whose timers fail.</summary>
public sealed class WaitsWithHopeTests
{
    private static readonly Quote Quote =
        new(FakeModel.Price, null, 100, AIKinds.None, new OutputBound(1_000, 1_000, 1_000, CanShrink: false), 0m, 1, default, DateTimeOffset.UnixEpoch);

    private readonly FailingClock _clock = new();
    private readonly WaitsWithHope _waits = new();
    private readonly BudgetEnforcer _budget;
    private readonly BudgetReservation _others;

    public WaitsWithHopeTests()
    {
        _budget = new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 1 }, logger: null, _clock);
        _others = _budget.Reserve(1m);
    }

    [Fact]
    public async Task Admit_WhereTheClockMakesNoTimer_EndsTheWait()
    {
        _clock.MakesTimers = false;

        await FluentActions.Awaiting(AdmitAsync).Should().ThrowAsync<InvalidOperationException>().WithMessage("*no timers*");

        (_waits.Count, _budget.Waiters, _budget.Reserved).Should().Be((0, 0, 1m));
    }

    [Fact]
    public async Task Admit_WhoseTimerFailsWhenItIsDisposedOf_TellsWhatIsHeld()
    {
        var admitting = AdmitAsync();
        await Waiting.Until(() => _budget.Waiters == 1);
        _waits.Count.Should().Be(1);
        _clock.EndsTimers = false;
        _others.Release();

        var admitted = await admitting.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        _waits.Count.Should().Be(0);
        admitted!.Value.Held.Release();
        _budget.Reserved.Should().Be(0);
    }

    private Task<Admitted?> AdmitAsync() =>
        new Admission(_waits).AdmitAsync(new CallBudgets(_budget, null, null), Quote, WhenFull.Throw, TestContext.Current.CancellationToken).AsTask();
}
