namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>How much was committed above what had been reserved.</summary>
public sealed class OverageTests
{
    private readonly BudgetEnforcer _root = Asking.NewBudget(100m);

    private decimal Overage => _root.GetStatus().Overage;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    [InlineData(200, 190)]
    public void Overage_OneCommit_IsWhatIsAboveTheReservation(int cost, int overage)
    {
        _root.Reserve(10m).Commit(cost);

        Overage.Should().Be(overage);
    }

    [Fact]
    public void Overage_SavingsOfOthers_AreNotSetOff()
    {
        _root.Reserve(10m).Commit(15m);
        _root.Reserve(10m).Commit(1m);
        _root.Reserve(10m).Commit(10.5m);

        Overage.Should().Be(5.5m);
    }

    [Fact]
    public void Overage_CommitAfterRelease_CountsInFull()
    {
        var reservation = _root.Reserve(10m);
        reservation.Release();

        reservation.Commit(7m);

        Overage.Should().Be(7m);
    }

    [Fact]
    public void Overage_CostThatWasNeverReserved_IsNone()
    {
        _root.AddCost(200m);
        _root.TryAddCost(0m);

        Overage.Should().Be(0m);
    }

    [Fact]
    public void Overage_OfAChild_CountsOnTheWholePathButNotBeside()
    {
        var team = _root.NewChild(100m);
        var job = team.NewChild(100m);
        var sibling = team.NewChild(100m);

        job.Reserve(1m).Commit(3m);

        new[] { job, team, _root, sibling }.Select(budget => budget.GetStatus().Overage).Should().Equal(2m, 2m, 2m, 0m);
    }

    [Fact]
    public void Overage_ResetAndRefund_TakeNothingBack()
    {
        _root.Reserve(10m).Commit(15m);

        _root.Refund(15m);
        _root.Reset();

        Overage.Should().Be(5m);
    }

    [Fact]
    public void Overage_SecondCommit_ChangesNothing()
    {
        var reservation = _root.Reserve(10m);
        reservation.Commit(15m);

        reservation.Invoking(twice => twice.Commit(99m)).Should().Throw<InvalidOperationException>();

        Overage.Should().Be(5m);
    }

    [Fact]
    public void Overage_SmallestUnit_IsExact()
    {
        const decimal smallest = 0.0000000000000000000000000001m;

        _root.Reserve(1m).Commit(1m + smallest);

        Overage.Should().Be(smallest);
    }

    [Fact]
    public async Task Overage_ManyThreads_IsTheSum()
    {
        var budget = Asking.NewBudget(1_000_000m);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
                budget.Reserve(1m).Commit(i % 2 == 0 ? 1.25m : 0.5m);
        }))).Soon();

        budget.GetStatus().Overage.Should().Be(500m);
    }
}
