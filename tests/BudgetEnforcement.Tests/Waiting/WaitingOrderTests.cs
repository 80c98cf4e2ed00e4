namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>First come first served, and which calls hold up which.</summary>
public sealed class WaitingOrderTests
{
    private readonly BudgetEnforcer _root = Asking.NewBudget(100m, name: "root");

    [Fact]
    public async Task Waiters_RoomForOneAtATime_AreServedInOrderOfArrival()
    {
        var held = _root.Reserve(100m);
        var asked = Enumerable.Range(0, 5).Select(_ => _root.Ask(60m)).ToArray();

        for (var i = 0; i < asked.Length; i++)
        {
            held.Release();
            _root.ShouldHaveWaiting(asked[(i + 1)..]);
            held = await asked[i].Soon();
        }
    }

    [Fact]
    public void Waiters_SmallOneBehindBigOne_DoesNotPass()
    {
        _root.Reserve(40m);
        var held = _root.Reserve(10m);
        var big = _root.Ask(80m);
        var small = _root.Ask(1m);

        held.Release();

        _root.ShouldHaveWaiting(big, small);
    }

    [Fact]
    public void Waiters_StreamOfSmallAdmissions_DoesNotStarveTheBigOne()
    {
        // A closed loop: each of ten releases its ten and asks for it again, as ten workers would.
        var held = Enumerable.Range(0, 10).Select(_ => _root.Reserve(10m)).ToList();
        var big = _root.Ask(95m);

        for (var worker = 0; worker < 10; worker++)
        {
            held[worker].Release();
            _root.TryReserve(10m, out _).Should().BeFalse();
        }

        big.ShouldBeGranted();
    }

    [Fact]
    public async Task Waiters_OneBehindInAnotherBranch_IsServedBeforeTheFirstWhereItIsNotInItsWay()
    {
        var left = _root.NewChild(10m);
        var right = _root.NewChild(10m);
        left.Reserve(10m);
        var held = right.Reserve(10m);
        var first = left.Ask(5m);
        var second = right.Ask(5m);

        held.Release();

        (await second.Soon()).Amount.Should().Be(5m);
        left.ShouldHaveWaiting(first);
    }
}
