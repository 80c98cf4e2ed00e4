using System.Globalization;

namespace BudgetEnforcement.Tests;

public class ReservationTests
{
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
}
