namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>A grant takes room, so an earlier call that still waits may lack room in one more budget.</summary>
public sealed class WaitingOrderAfterGrantTests
{
    private readonly BudgetEnforcer _root = Asking.NewBudget(20m);
    private readonly BudgetEnforcer _child;
    private readonly Task<BudgetReservation> _first;
    private readonly Task<BudgetReservation> _second;

    public WaitingOrderAfterGrantTests()
    {
        // 13 of 20 held in the root, 8 of 15 in the child: the first lacks room in both, the second waits behind it.
        _child = _root.NewChild(15m);
        _child.Reserve(8m);
        _root.Reserve(5m);
        _first = _child.Ask(12m);
        _second = _root.Ask(7m);
    }

    [Fact]
    public void Admission_GrantTookWhatOneBeforeNeeds_IsRefused()
    {
        _root.UpdateLimit(25m); // Now the first lacks room only in the child: 13 + 12 = 25. The second takes 7 of that.

        _second.ShouldBeGranted();
        _child.ShouldHaveWaiting(_first);
        _root.TryReserve(1m, out _).Should().BeFalse("the first lacks room in the root now, and must not be passed");
        _root.Available.Should().Be(0m);
    }

    [Fact]
    public void Waiter_BehindAGrantThatTookWhatOneBeforeNeeds_GoesOnWaiting()
    {
        var third = _root.Ask(1m);

        _root.UpdateLimit(25m);

        _second.ShouldBeGranted();
        _root.ShouldHaveWaiting(third);
    }
}
