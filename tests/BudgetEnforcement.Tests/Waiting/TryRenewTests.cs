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

    private static void AssertBooks(BudgetEnforcer budget, decimal spent, decimal reserved, long open, decimal overage)
    {
        var report = budget.GetStatus();
        (report.Spent, report.Reserved, report.OpenReservations, report.Overage).Should().Be((spent, reserved, open, overage));
    }
}
