namespace BudgetEnforcement.Tests.Metering;

/// <summary>What a meter holds, with calls in an order that only threads which overtake each other bring about.</summary>
public sealed class MeteredHoldTests
{
    [Fact]
    public void Pause_OvertakenByARenewal_RecordsItsTotalAndKeepsTheRest()
    {
        var (budget, hold) = RenewedOnce();

        hold.Pause(Money.From(3m), order: 1);

        budget.Numbers().Should().Be((3m, 8m));
        hold.Pause(Money.From(4m), order: 3);
        budget.Numbers().Should().Be((4m, 0m));
    }

    [Fact]
    public void Renew_OvertakenByARenewal_RecordsItsTotalAndKeepsTheRest()
    {
        var (budget, hold) = RenewedOnce();

        Renew(hold, total: 3m, next: 1_000m, order: 1).Should().BeTrue();

        budget.Numbers().Should().Be((3m, 8m));
    }

    [Fact]
    public void Renew_AfterTheEnd_DoesNothing()
    {
        var budget = new BudgetEnforcer(100m);
        var hold = Start(budget, held: 10m);
        hold.End(Money.From(3m));

        Renew(hold, total: 5m, next: 1_000m, order: 1).Should().BeTrue();

        budget.Numbers().Should().Be((3m, 0m));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PauseAndEnd_OfAHoldThatPaysUpToTheEndOfAPeriod_LeaveTheListOfThose(bool isPause)
    {
        var hold = MeteredHold.TryStart(new BudgetEnforcer(100m), Money.Zero, Money.From(10m), ManualClock.Midnight.UtcTicks, out _)!;
        hold.PlaceNeedsLock.Should().Be(0);

        if (isPause)
            hold.Pause(Money.Zero, order: 1);
        else
            hold.End(Money.Zero);

        hold.PlaceNeedsLock.Should().Be(-1);
    }

    [Fact]
    public void Charge_BeforeThePeriodEnds_LeavesTheRestToTheEndOfThePeriod()
    {
        var clock = new ManualClock();
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily }, timeProvider: clock);
        var ended = new List<decimal>();
        budget.PeriodEnded += (_, period) => ended.Add(period.Report.Spent);
        var hold = MeteredHold.TryStart(budget, Money.Zero, Money.From(10m), ManualClock.Midnight.UtcTicks, out _)!;

        hold.Charge(Money.From(4m), inBackground: false);
        clock.GoTo(ManualClock.Midnight);

        budget.Numbers().Should().Be((0m, 0m));
        ended.Should().Equal(10m);
    }

    [Fact]
    public void Charge_ThatWouldBePastWhatCanBeCounted_ThrowsAndRecordsNothing()
    {
        var budget = new BudgetEnforcer(decimal.MaxValue);
        var hold = Start(budget, held: 1m);
        for (var i = 0; i < 7; i++)
            budget.AddCost(decimal.MaxValue);
        var before = budget.Everything();

        hold.Invoking(it => it.Charge(Money.From(decimal.MaxValue), inBackground: false)).Should().Throw<OverflowException>();

        budget.Everything().Should().Be(before);
    }

    [Fact]
    public void Start_RefusedForAnAmountThatDecimalCannotHold_TellsItRoundedUp()
    {
        MeteredHold.TryStart(new BudgetEnforcer(1m), Money.From(10m), Money.Unit, PeriodCalendar.Never, out var check).Should().BeNull();

        check.RequiredAmount.Should().Be(10.000000000000000000000000001m);
    }

    [Fact]
    public void Renew_RefusedForAnAmountThatDecimalCannotHold_TellsItRoundedUp()
    {
        var hold = Start(new BudgetEnforcer(1m), held: 0m);

        hold.TryRenew(Money.From(10m), Money.Unit, PeriodCalendar.Never, inBackground: false, out var check, order: 1).Should().BeFalse();

        check.RequiredAmount.Should().Be(10.000000000000000000000000001m);
    }

    private static (BudgetEnforcer Budget, MeteredHold Hold) RenewedOnce()
    {
        var budget = new BudgetEnforcer(100m);
        var hold = Start(budget, held: 10m);
        Renew(hold, total: 1m, next: 10m, order: 2).Should().BeTrue();
        return (budget, hold);
    }

    private static MeteredHold Start(BudgetEnforcer budget, decimal held) =>
        MeteredHold.TryStart(budget, Money.Zero, Money.From(held), PeriodCalendar.Never, out _)!;

    private static bool Renew(MeteredHold hold, decimal total, decimal next, long order) =>
        hold.TryRenew(Money.From(total), Money.From(next), PeriodCalendar.Never, inBackground: false, out _, order);
}
