using System.Globalization;

namespace BudgetEnforcement.Tests;

public class ReservationTests
{
    [Fact]
    public void TryReserve_WhatFits_HoldsItWithoutSpending()
    {
        var budget = new BudgetEnforcer(100m);

        budget.TryReserve(60m, out var reservation).Should().BeTrue();

        reservation!.Amount.Should().Be(60m);
        budget.Spent.Should().Be(0m);
        budget.Reserved.Should().Be(60m);
        budget.Available.Should().Be(40m);
        budget.GetStatus().OpenReservations.Should().Be(1);
    }

    [Fact]
    public void TryReserve_ExactlyTheRest_Fits()
    {
        var budget = Budgets.Spent(40m, 100m);

        budget.TryReserve(60m, out _).Should().BeTrue();
        budget.TryReserve(Budgets.Unit, out _).Should().BeFalse();
    }

    [Fact]
    public void TryReserve_WhatDoesNotFit_ChangesNothing()
    {
        var root = Budgets.Spent(10m, 100m);
        var job = root.Child(1000m);
        var before = (root.Everything(), job.Everything());

        job.TryReserve(90.01m, out var reservation).Should().BeFalse();

        reservation.Should().BeNull();
        (root.Everything(), job.Everything()).Should().Be(before);
    }

    [Fact]
    public void Reserve_WhatDoesNotFit_ThrowsWithTheCheck()
    {
        var job = Budgets.Named("organisation", 100m, initialSpent: 80m).Child(1000m, "job");

        var reserve = () => job.Reserve(30m);

        var exception = reserve.Should().Throw<BudgetExceededException>().Which;
        exception.Message.Should().Be("Budget 'organisation' would be exceeded: $110.00 > $100.00 (current: $80.00, required: $30.00)");
        exception.Check.BudgetName.Should().Be("organisation");
        exception.Check.Limit.Should().Be(100m);
        exception.Check.Spent.Should().Be(80m);
        exception.Check.RequiredAmount.Should().Be(30m);
        exception.Check.Available.Should().Be(20m);
    }

    [Theory]
    [InlineData("5", "5.00")]
    [InlineData("1.50000", "1.50")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void Amount_OfWhatWasReserved_ReadsAsATotalDoes(string asked, string read)
    {
        var reservation = new BudgetEnforcer(decimal.MaxValue).Reserve(decimal.Parse(asked, CultureInfo.InvariantCulture));

        reservation.Amount.ToString(CultureInfo.InvariantCulture).Should().Be(read);
        reservation.Commit();
        reservation.Amount.ToString(CultureInfo.InvariantCulture).Should().Be(read);
    }

    [Fact]
    public void Commit_AtTheAmount_SpendsIt()
    {
        var budget = new BudgetEnforcer(100m);
        var reservation = budget.Reserve(60m);

        reservation.Commit();

        budget.Spent.Should().Be(60m);
        budget.Reserved.Should().Be(0m);
        budget.GetStatus().OpenReservations.Should().Be(0);
    }

    [Fact]
    public void Commit_BelowTheAmount_FreesTheRestAtOnce()
    {
        var budget = new BudgetEnforcer(100m);
        var reservation = budget.Reserve(100m);

        reservation.Commit(30m);

        budget.Spent.Should().Be(30m);
        budget.Reserved.Should().Be(0m);
        budget.TryAddCost(70m).Should().BeTrue();
    }

    [Fact]
    public void Commit_AboveTheAmount_RecordsAllOfIt()
    {
        var budget = new BudgetEnforcer(100m);
        var reservation = budget.Reserve(60m);

        reservation.Commit(130m);

        budget.Spent.Should().Be(130m);
        budget.Reserved.Should().Be(0m);
        budget.IsBudgetExceeded.Should().BeTrue();
        budget.GetStatus().Overage.Should().Be(70m);
    }

    [Fact]
    public void Commit_OfZero_FreesEverything()
    {
        var budget = new BudgetEnforcer(100m);

        budget.Reserve(60m).Commit(0m);

        budget.Spent.Should().Be(0m);
        budget.Available.Should().Be(100m);
    }

    [Fact]
    public void Dispose_OfAnOpenReservation_ReleasesIt()
    {
        var budget = new BudgetEnforcer(100m);

        using (budget.Reserve(60m))
            budget.Reserved.Should().Be(60m);

        budget.Reserved.Should().Be(0m);
        budget.Spent.Should().Be(0m);
        budget.GetStatus().OpenReservations.Should().Be(0);
    }

    [Fact]
    public void ReleaseAndDispose_AgainAndAgain_ReleaseOnce()
    {
        var budget = new BudgetEnforcer(100m);
        using var other = budget.Reserve(10m);
        var reservation = budget.Reserve(60m);

        reservation.Release();
        reservation.Release();
        reservation.Dispose();
        reservation.Dispose();

        budget.Reserved.Should().Be(10m);
        budget.GetStatus().OpenReservations.Should().Be(1);
    }

    [Fact]
    public void Dispose_AfterCommit_ChangesNothing()
    {
        var budget = new BudgetEnforcer(100m);
        using (var reservation = budget.Reserve(60m))
            reservation.Commit(50m);

        budget.Spent.Should().Be(50m);
        budget.Reserved.Should().Be(0m);
        budget.GetStatus().OpenReservations.Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commit_AfterTheRelease_RecordsTheCostInFull(bool byDispose)
    {
        var root = new BudgetEnforcer(100m);
        var budget = root.Child(100m);
        var reservation = budget.Reserve(60m);
        if (byDispose)
            reservation.Dispose();
        else
            reservation.Release();

        reservation.Commit(50m);

        budget.Spent.Should().Be(50m);
        budget.Reserved.Should().Be(0m);
        root.Spent.Should().Be(50m);
        root.GetStatus().OpenReservations.Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commit_ASecondTime_ThrowsAndChangesNothing(bool releasedBefore)
    {
        var budget = new BudgetEnforcer(100m);
        var reservation = budget.Reserve(60m);
        if (releasedBefore)
            reservation.Release();
        reservation.Commit(50m);
        var before = budget.Everything();

        reservation.Invoking(it => it.Commit(10m)).Should().Throw<InvalidOperationException>().WithMessage("*committed already*");
        reservation.Invoking(it => it.Commit()).Should().Throw<InvalidOperationException>().WithMessage("*committed already*");

        budget.Everything().Should().Be(before);
    }

    [Fact]
    public void Reset_WithOpenReservations_KeepsThemHeld()
    {
        var budget = Budgets.Spent(30m, 100m);
        var reservation = budget.Reserve(60m);

        budget.Reset();

        budget.Spent.Should().Be(0m);
        budget.Reserved.Should().Be(60m);
        budget.Available.Should().Be(40m);
        reservation.Commit(55m);
        budget.Spent.Should().Be(55m);
        budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public void Reserve_OnALeaf_IsHeldAndFreedOnEveryAncestor()
    {
        var root = new BudgetEnforcer(100m);
        var middle = root.Child(100m);
        var leaf = middle.Child(100m);
        var reservation = leaf.Reserve(60m);

        root.Reserved.Should().Be(60m);
        middle.GetStatus().OpenReservations.Should().Be(1);
        root.GetStatus().OpenReservations.Should().Be(1);
        root.Child(100m).TryReserve(41m, out _).Should().BeFalse();

        reservation.Commit(10m);

        root.Reserved.Should().Be(0m);
        root.Spent.Should().Be(10m);
        middle.Spent.Should().Be(10m);
    }

    [Fact]
    public void Reserve_OfZero_IsAnOpenReservation()
    {
        var budget = Budgets.Spent(100m, 100m);

        using var reservation = budget.Reserve(0m);

        budget.GetStatus().OpenReservations.Should().Be(1);
        budget.Reserved.Should().Be(0m);
    }
}
