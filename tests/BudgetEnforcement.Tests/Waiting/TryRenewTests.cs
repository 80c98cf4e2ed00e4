namespace BudgetEnforcement.Tests.WaitingForRoom;

public sealed class TryRenewTests
{
    private readonly BudgetEnforcer _root = Asking.NewBudget(100m);

    [Fact]
    public void TryRenew_Fits_CommitsThePastAndHoldsTheNext()
    {
        var slice = _root.Reserve(30m);

        slice.TryRenew(25m, 40m).Should().BeTrue();

        slice.Amount.Should().Be(40m);
        AssertBooks(_root, spent: 25m, reserved: 40m, open: 1, overage: 0m);
    }

    [Theory]
    [InlineData(30, 70, true)]
    [InlineData(30, 71, false)]
    [InlineData(100, 0, true)]
    [InlineData(101, 0, false)]
    public void TryRenew_UpToTheLimit_FreesWhatWasHeldFirst(int cost, int next, bool fits)
    {
        var slice = _root.Reserve(30m);

        slice.TryRenew(cost, next).Should().Be(fits);
    }

    [Fact]
    public void TryRenew_DoesNotFit_ChangesNothing()
    {
        var job = _root.NewChild(1000m).NewChild(1000m);
        var slice = job.Reserve(30m);
        var told = 0;
        job.Parent!.ThresholdCrossed += (_, _) => told++;
        _root.ThresholdCrossed += (_, _) => told++;

        slice.TryRenew(95m, 6m).Should().BeFalse();

        told.Should().Be(0);
        slice.Amount.Should().Be(30m);
        foreach (var budget in new[] { job, job.Parent, _root })
            AssertBooks(budget, spent: 0m, reserved: 30m, open: 1, overage: 0m);
    }

    [Fact]
    public void TryRenew_AfterAFailure_StaysOpenForCommitAndRenewal()
    {
        var slice = _root.Reserve(30m);
        slice.TryRenew(20m, 81m).Should().BeFalse();

        slice.TryRenew(20m, 80m).Should().BeTrue();
        slice.Commit(70m);

        AssertBooks(_root, spent: 90m, reserved: 0m, open: 0, overage: 0m);
    }

    [Fact]
    public void TryRenew_OnlyTheMiddleBudgetLacksRoom_IsRefusedEverywhere()
    {
        var team = _root.NewChild(40m);
        var job = team.NewChild(100m);
        var slice = job.Reserve(30m);

        slice.TryRenew(30m, 11m).Should().BeFalse();

        _root.Spent.Should().Be(0m);
        slice.TryRenew(30m, 10m).Should().BeTrue();
        team.Available.Should().Be(0m);
    }

    [Fact]
    public void TryRenew_CostAboveTheSlice_CountsTheOverage()
    {
        var job = _root.NewChild(100m);
        var slice = job.Reserve(30m);

        slice.TryRenew(45m, 10m).Should().BeTrue();

        AssertBooks(job, spent: 45m, reserved: 10m, open: 1, overage: 15m);
        AssertBooks(_root, spent: 45m, reserved: 10m, open: 1, overage: 15m);
    }

    [Fact]
    public void TryRenew_ManySlices_SumUpExactly()
    {
        var slice = _root.Reserve(1m);
        for (var i = 0; i < 99; i++)
            slice.TryRenew(1m, 1m).Should().BeTrue();

        slice.TryRenew(1m, 0.01m).Should().BeFalse();
        slice.Commit();

        AssertBooks(_root, spent: 100m, reserved: 0m, open: 0, overage: 0m);
        _root.IsBudgetExceeded.Should().BeFalse();
    }

    [Fact]
    public void TryRenew_ToZero_StaysOpen()
    {
        var slice = _root.Reserve(30m);

        slice.TryRenew(10m, 0m).Should().BeTrue();

        AssertBooks(_root, spent: 10m, reserved: 0m, open: 1, overage: 0m);
        slice.Dispose();
        _root.GetStatus().OpenReservations.Should().Be(0);
    }

    [Fact]
    public void TryRenew_OthersWait_PassesThem()
    {
        var slice = _root.Reserve(30m);
        var asked = _root.Ask(80m);

        slice.TryRenew(10m, 20m).Should().BeTrue("it goes on with what was admitted before");
        slice.Commit(10m);

        asked.ShouldBeGranted("it was only the slice that stood in the way");
    }

    [Fact]
    public void TryRenew_OthersWaitInASiblingOnly_Passes()
    {
        var poor = _root.NewChild(10m);
        var slice = _root.NewChild(50m).Reserve(30m);
        poor.Reserve(10m);
        _ = poor.Ask(1m);

        slice.TryRenew(10m, 20m).Should().BeTrue();
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

    [Theory]
    [InlineData(-1, 1, "actualCost")]
    [InlineData(1, -1, "nextAmount")]
    public void TryRenew_NegativeArgument_ThrowsAndChangesNothing(int cost, int next, string argument)
    {
        var slice = _root.Reserve(30m);

        var renew = () => slice.TryRenew(cost, next);

        renew.Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be(argument);
        AssertBooks(_root, spent: 0m, reserved: 30m, open: 1, overage: 0m);
    }

    [Fact]
    public void TryRenew_HugeAmounts_AreRefusedWithoutOverflow()
    {
        var budget = new BudgetEnforcer(decimal.MaxValue);
        var slice = budget.Reserve(decimal.MaxValue);

        slice.TryRenew(decimal.MaxValue, decimal.MaxValue).Should().BeFalse();

        AssertBooks(budget, spent: 0m, reserved: decimal.MaxValue, open: 1, overage: 0m);
    }

    [Fact]
    public void TryRenew_PastThresholds_AnnouncesThem()
    {
        var told = new List<BudgetStatus>();
        _root.ThresholdCrossed += (_, crossing) => told.Add(crossing.Status);

        _root.Reserve(95m).TryRenew(91m, 9m).Should().BeTrue();

        told.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90);
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
