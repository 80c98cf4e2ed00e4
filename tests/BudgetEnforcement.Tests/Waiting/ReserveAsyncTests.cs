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

    [Fact]
    public void Waiters_AreThoseOfThisBudget()
    {
        var parent = new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 9 });
        var budget = parent.CreateChild(new BudgetOptions { Limit = 1m, MaxWaiters = 9 });
        using var all = budget.Reserve(1m);
        using var stop = new CancellationTokenSource();
        var wait = budget.ReserveAsync(1m, stop.Token).AsTask();

        (parent.Waiters, budget.Waiters).Should().Be((0, 1));
        stop.Cancel();
        budget.Waiters.Should().Be(0);
        wait.IsCompletedSuccessfully.Should().BeFalse();
    }
}
