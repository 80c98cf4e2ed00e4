namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>First come first served, and who is held up by whom.</summary>
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
    public async Task Waiters_BigOneServed_SmallOneBehindFollowsInTheSameStep()
    {
        var held = _root.Reserve(50m);
        var big = _root.Ask(80m);
        var small = _root.Ask(1m);

        held.Release();

        _root.Waiters().Should().Be(0);

        (await big.Soon()).Amount.Should().Be(80m);
        (await small.Soon()).Amount.Should().Be(1m);
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
    public void TryReserve_FitsButOthersWait_IsRefused()
    {
        _root.Reserve(50m);
        _ = _root.Ask(51m);

        _root.TryReserve(1m, out _).Should().BeFalse();

        _root.Reserved.Should().Be(50m);
    }

    [Fact]
    public void TryAddCost_FitsButOthersWait_IsRefused()
    {
        _root.Reserve(50m);
        _ = _root.Ask(51m);

        _root.TryAddCost(1m).Should().BeFalse();

        _root.Spent.Should().Be(0m);
    }

    [Fact]
    public void Reserve_FitsButOthersWait_ThrowsWithTheReason()
    {
        _root.Reserve(50m);
        _ = _root.Ask(51m);

        var reserve = () => _root.Reserve(1m);

        reserve.Should().Throw<BudgetExceededException>().Which.Reason.Should().Be(BudgetRefusalReason.WaitersAhead);
    }

    [Fact]
    public void CheckBudgetAvailable_FitsButOthersWait_NamesTheBudgetThatTheyWaitFor()
    {
        var child = _root.NewChild(1000m);
        var grandchild = child.NewChild(10m); // The tightest, but nobody waits for it.
        _root.Reserve(50m);
        _ = child.Ask(51m);

        var check = grandchild.CheckBudgetAvailable(1m);

        check.Should().Match<BudgetCheck>(answer => !answer.IsAvailable
            && answer.Reason == BudgetRefusalReason.WaitersAhead
            && answer.BudgetName == "root"
            && answer.Available == 0m
            && answer.Status != BudgetStatus.Exceeded);
        check.Message.Should().Contain("others waiting");
    }

    [Fact]
    public void Available_OthersWait_IsZeroOnEveryPathThroughTheBlockedBudget()
    {
        var left = _root.NewChild(1000m);
        var right = _root.NewChild(1000m);
        _root.Reserve(50m);

        _ = left.Ask(51m); // Left has the room: only the root is blocked.

        new[] { _root.Available, left.Available, right.Available, right.GetStatus().Available }.Should().AllBeEquivalentTo(0m);
    }

    [Fact]
    public void Available_OthersWaitInTheChildOnly_IsWhatTheParentHas()
    {
        var child = _root.NewChild(10m);
        child.Reserve(5m);

        _ = child.Ask(6m);

        child.Available.Should().Be(0m);
        _root.Available.Should().Be(95m);
    }

    [Fact]
    public void AddCost_OthersWait_PassesAlways()
    {
        _root.Reserve(50m);
        _ = _root.Ask(51m);

        _root.AddCost(10m);

        _root.Spent.Should().Be(10m);
        _root.Waiters().Should().Be(1);
    }

    [Fact]
    public void Commit_OthersWait_PassesAlways()
    {
        var held = _root.Reserve(30m);
        _root.Reserve(20m);
        var asked = _root.Ask(51m);

        held.Commit(30m);

        _root.Spent.Should().Be(30m);
        _root.ShouldHaveWaiting(asked);
    }

    [Fact]
    public void Waiters_OneChildLacksRoom_SiblingsAndParentGoOn()
    {
        var poor = _root.NewChild(10m);
        var rich = _root.NewChild(50m);
        poor.Reserve(5m);
        var asked = poor.Ask(6m);

        rich.TryReserve(10m, out _).Should().BeTrue();
        rich.TryAddCost(10m).Should().BeTrue();
        _root.TryReserve(10m, out _).Should().BeTrue();
        rich.Ask(10m).IsCompletedSuccessfully.Should().BeTrue();

        poor.ShouldHaveWaiting(asked);
    }

    [Fact]
    public void Waiters_RoomTakenByASiblingAfterArrival_BlocksTheParentToo()
    {
        var poor = _root.NewChild(60m);
        var rich = _root.NewChild(100m);
        poor.Reserve(5m);
        _ = poor.Ask(60m); // The root has 95 left, so only the child lacks the room.
        rich.AddCost(40m); // Recording passes, and now the root has 55 left.

        rich.TryReserve(1m, out _).Should().BeFalse();
        _root.CheckBudgetAvailable(1m).Reason.Should().Be(BudgetRefusalReason.WaitersAhead);
    }

    [Fact]
    public void Waiters_RoomAdmittedToASiblingAfterArrival_BlocksTheParentToo()
    {
        var poor = _root.NewChild(60m);
        var rich = _root.NewChild(100m);
        poor.Reserve(5m);
        _ = poor.Ask(60m);
        rich.TryReserve(36m, out _).Should().BeTrue();

        rich.TryReserve(1m, out _).Should().BeFalse();
    }

    [Fact]
    public void Waiters_ThirdLevelLacksRoomAtTheRootOnly_LeavesNoBudgetBelowBlocked()
    {
        var team = _root.NewChild(1000m);
        var job = team.NewChild(1000m);
        _root.Reserve(50m);
        var asked = job.Ask(51m);

        _root.UpdateLimit(200m);

        asked.ShouldBeGranted();
        new[] { _root.Available, team.Available, job.Available }.Should().AllBeEquivalentTo(99m);
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
