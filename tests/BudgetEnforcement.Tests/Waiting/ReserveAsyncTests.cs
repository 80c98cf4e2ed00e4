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
