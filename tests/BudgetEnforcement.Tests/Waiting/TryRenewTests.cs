namespace BudgetEnforcement.Tests.WaitingForRoom;

public sealed class TryRenewTests
{
    private readonly BudgetEnforcer _root = Asking.NewBudget(100m);

    [Fact]
    public void TryRenew_OthersWait_PassesThem()
    {
        var slice = _root.Reserve(30m);
        var asked = _root.Ask(80m);

        slice.TryRenew(10m, 20m).Should().BeTrue("it goes on with what was admitted before");
        slice.Commit(10m);

        asked.ShouldBeGranted("it was only the slice that stood in the way");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TryRenew_AfterTheEnd_ThrowsAndRecordsNothing(bool committed)
    {
        var slice = _root.Reserve(30m);
        if (committed)
            slice.Commit(5m);
        else
            slice.Release();
        var before = _root.GetStatus();

        var renew = () => slice.TryRenew(1m, 1m);

        renew.Should().Throw<InvalidOperationException>().WithMessage("*committed or released already. Nothing was recorded.");
        _root.GetStatus().Should().Be(before);
    }

    [Fact]
    public async Task TryRenew_ManyThreads_NeverPassesTheLimitAndKeepsTheBooks()
    {
        var budget = Asking.NewBudget(1000m);
        var spent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var mine = 0m;
            if (!budget.TryReserve(3m, out var slice))
                return mine;
            while (slice.TryRenew(2m, 3m))
                mine += 2m;
            slice.Commit(3m);
            return mine + 3m;
        }))).Soon();

        AssertBooks(budget, spent.Sum(), reserved: 0m, open: 0, overage: 0m);
        budget.IsBudgetExceeded.Should().BeFalse();
        budget.Available.Should().BeLessThan(2m, "each gave up only when its slice no longer fitted beside the others");
    }

    private static void AssertBooks(BudgetEnforcer budget, decimal spent, decimal reserved, long open, decimal overage)
    {
        var report = budget.GetStatus();
        (report.Spent, report.Reserved, report.OpenReservations, report.Overage).Should().Be((spent, reserved, open, overage));
    }
}
