namespace BudgetEnforcement.Tests.WaitingForRoom;

public sealed class ReserveAsyncTests
{
    private readonly BudgetEnforcer _budget = Asking.NewBudget(100m);

    [Fact]
    public async Task ReserveAsync_Fits_CompletesSynchronouslyAndHolds()
    {
        var asked = _budget.ReserveAsync(100m, TestContext.Current.CancellationToken);

        asked.IsCompletedSuccessfully.Should().BeTrue();
        (await asked).Amount.Should().Be(100m);
        _budget.Reserved.Should().Be(100m);
    }

    [Fact]
    public void ReserveAsync_NegativeAmount_ThrowsFromTheCallItself()
    {
        var ask = () => { _ = _budget.Ask(-0.01m); };

        ask.Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("amount");
        _budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public void ReserveAsync_DoesNotFit_WaitsAndHoldsNothing()
    {
        _budget.AddCost(60m);

        var asked = _budget.Ask(40.01m);

        asked.IsCompleted.Should().BeFalse();
        _budget.Reserved.Should().Be(0m);
        _budget.GetStatus().OpenReservations.Should().Be(0);
    }

    [Fact]
    public async Task ReserveAsync_Release_MakesRoom()
    {
        var first = _budget.Reserve(80m);
        var asked = _budget.Ask(70m);

        first.Release();

        (await asked.Soon()).Amount.Should().Be(70m);
        _budget.Reserved.Should().Be(70m);
    }

    [Fact]
    public async Task ReserveAsync_Dispose_MakesRoom()
    {
        var first = _budget.Reserve(80m);
        var asked = _budget.Ask(70m);

        first.Dispose();

        (await asked.Soon()).Amount.Should().Be(70m);
    }

    [Fact]
    public async Task ReserveAsync_SmallerCommit_MakesRoom()
    {
        var first = _budget.Reserve(80m);
        var asked = _budget.Ask(70m);

        first.Commit(30m);

        (await asked.Soon()).Amount.Should().Be(70m);
        _budget.GetStatus().Should().Match<BudgetReport>(report => report.Spent == 30m && report.Reserved == 70m);
    }

    [Fact]
    public void ReserveAsync_CommitThatLeavesTooLittle_GoesOnWaiting()
    {
        var first = _budget.Reserve(80m);
        var asked = _budget.Ask(70m);

        first.Commit(30.01m);

        _budget.ShouldHaveWaiting(asked);
        _budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public async Task ReserveAsync_Refund_MakesRoom()
    {
        _budget.AddCost(80m);
        var asked = _budget.Ask(70m);

        _budget.Refund(50m);

        (await asked.Soon()).Amount.Should().Be(70m);
    }

    [Fact]
    public async Task ReserveAsync_Reset_MakesRoom()
    {
        _budget.AddCost(80m);
        var asked = _budget.Ask(70m);

        _budget.Reset();

        (await asked.Soon()).Amount.Should().Be(70m);
    }

    [Fact]
    public async Task ReserveAsync_HigherLimit_MakesRoom()
    {
        _budget.AddCost(80m);
        var asked = _budget.Ask(70m);

        _budget.UpdateLimit(150m);

        (await asked.Soon()).Amount.Should().Be(70m);
    }

    [Fact]
    public async Task ReserveAsync_RoomMadeAboveByAnotherBudget_IsGranted()
    {
        var left = _budget.NewChild(100m);
        var right = _budget.NewChild(100m);
        var held = left.Reserve(90m);
        var asked = right.Ask(20m);

        held.Release();

        (await asked.Soon()).Amount.Should().Be(20m);
        right.Reserved.Should().Be(20m);
        left.Reserved.Should().Be(0m);
        _budget.Reserved.Should().Be(20m);
    }

    [Fact]
    public async Task ReserveAsync_Granted_CommitsLikeAnyReservation()
    {
        var first = _budget.Reserve(100m);
        var asked = _budget.Ask(60m);
        first.Release();
        var granted = await asked.Soon();

        granted.Commit(45m);

        _budget.GetStatus().Should().Match<BudgetReport>(
            report => report.Spent == 45m && report.Reserved == 0m && report.OpenReservations == 0 && report.Available == 55m);
    }

    [Fact]
    public async Task ReserveAsync_SmallestUnitTooLittle_WaitsUntilItIsThere()
    {
        const decimal smallest = 0.0000000000000000000000000001m;
        var budget = Asking.NewBudget(10m);
        budget.AddCost(smallest);
        var asked = budget.Ask(10m);
        asked.IsCompleted.Should().BeFalse();

        budget.Refund(smallest);

        (await asked.Soon()).Amount.Should().Be(10m);
    }

    [Fact]
    public async Task ReserveAsync_OneReleaseWithRoomForSeveral_GrantsThemAll()
    {
        var first = _budget.Reserve(100m);
        var asked = Enumerable.Range(1, 4).Select(i => _budget.Ask(i * 10m)).ToArray();

        first.Release();

        var granted = await Task.WhenAll(asked).Soon();
        granted.Select(reservation => reservation.Amount).Should().Equal(10m, 20m, 30m, 40m);
        _budget.Reserved.Should().Be(100m);
    }

    [Fact]
    public void ReserveAsync_FitsAtOnce_AllocatesTheReservationOnly()
    {
        const int calls = 1000;
        var budget = Asking.NewBudget(decimal.MaxValue);
        var direct = () => { for (var i = 0; i < calls; i++) budget.TryReserve(1m, out _); };
        var waiting = () => { for (var i = 0; i < calls; i++) Take(budget.ReserveAsync(1m, CancellationToken.None)); };
        direct();
        waiting();

        Allocated(waiting).Should().Be(Allocated(direct));
    }

    private static void Take(in ValueTask<BudgetReservation> asked) => Assert.True(asked.IsCompletedSuccessfully);

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
