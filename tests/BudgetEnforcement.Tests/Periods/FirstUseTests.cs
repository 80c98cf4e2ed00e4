using BudgetEnforcement.Tests.Admission;
using BudgetEnforcement.Tests.WaitingForRoom;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Whichever member is used first after the end of a period, it counts in the new one and tells that the old one ended.</summary>
public sealed class FirstUseTests
{
    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _log = new();

    public static TheoryData<string> Members => [.. Uses.Keys];

    public static TheoryData<string, bool> Doors => new(from door in Door.Takers from isAdmitted in new[] { true, false } select (door.Name, isAdmitted));

    private static Dictionary<string, Action<BudgetEnforcer, BudgetReservation>> Uses { get; } = new()
    {
        ["GetStatus"] = (budget, _) => budget.GetStatus().Spent.Should().Be(0m),
        ["IsBudgetExceeded"] = (budget, _) => budget.IsBudgetExceeded.Should().BeFalse(),
        ["ExceededToken"] = (budget, _) => budget.ExceededToken.IsCancellationRequested.Should().BeFalse(),
        ["AddCost"] = (budget, _) => budget.AddCost(1m).Should().Be(BudgetStatus.Ok),
        ["AddCost, past 192 bits"] = (budget, _) => budget.Invoking(full => full.AddCost(decimal.MaxValue)).Should().Throw<OverflowException>(),
        ["Refund, covered"] = (budget, _) => budget.Refund(0m),
        ["Refund, too much"] = (budget, _) => budget.Invoking(empty => empty.Refund(1m)).Should().Throw<ArgumentOutOfRangeException>(),
        ["TryRefund, covered"] = (budget, _) => budget.TryRefund(0m).Should().BeTrue(),
        ["TryRefund, too much"] = (budget, _) => budget.TryRefund(1m).Should().BeFalse(),
        ["UpdateLimit"] = (budget, _) => budget.UpdateLimit(50m),
        ["AdjustLimit"] = (budget, _) => budget.AdjustLimit(10m).Should().Be(110m),
        ["AdjustLimit, too far"] = (budget, _) => budget.Invoking(it => it.AdjustLimit(-101m)).Should().Throw<ArgumentOutOfRangeException>(),
        ["Reset"] = (budget, _) => budget.Reset().Spent.Should().Be(0m),
        ["GetPath"] = (budget, _) => budget.GetPath()[0].Spent.Should().Be(0m),
        ["CreateLinkedTokenSource"] = (budget, _) =>
        {
            using var source = budget.CreateLinkedTokenSource(CancellationToken.None);
            source.IsCancellationRequested.Should().BeFalse();
        },
        ["Commit"] = (_, reservation) => reservation.Commit(10m),
        ["Commit, at the amount"] = (_, reservation) => reservation.Commit(),
        ["TryRenew, admitted"] = (_, reservation) => reservation.TryRenew(10m, 90m).Should().BeTrue(),
        ["TryRenew, refused"] = (_, reservation) => reservation.TryRenew(10m, 91m).Should().BeFalse(),
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_FirstUseAfterTheEnd_BeginsThePeriodAndTells(string member) =>
        UseAfterTheEnd((budget, reservation) => Uses[member](budget, reservation), isRefused: member.EndsWith("refused", StringComparison.Ordinal), isFull: member.EndsWith("192 bits", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Doors))]
    public void Door_FirstUseAfterTheEnd_BeginsThePeriodAndTells(string name, bool isAdmitted) =>
        UseAfterTheEnd((budget, _) => Door.Takers.Single(door => door.Name == name).Ask(budget, isAdmitted ? 70m : 71m).IsAdmitted.Should().Be(isAdmitted), !isAdmitted);

    [Fact]
    public void LimitChangedAndReset_FirstUseAfterTheEnd_ShowNothingSpent()
    {
        var budget = _clock.Budget(log: _log);
        budget.AddCost(60m);
        _clock.GoTo(ManualClock.Midnight);
        budget.UpdateLimit(50m);
        budget.AddCost(40m);
        _clock.GoTo(ManualClock.November);
        budget.Reset();

        var records = _log.Collector.GetSnapshot();
        records.Single(record => record.Id.Name == "LimitChanged").GetStructuredStateValue("Spent").Should().Be("0.00");
        records.Single(record => record.Id.Name == "BudgetReset").GetStructuredStateValue("PreviousSpent").Should().Be("0.00");
    }

    [Fact]
    public void Constructor_WithoutAPeriod_ReadsNoClock()
    {
        _clock.IsBroken = true;

        var make = () => new BudgetEnforcer(new BudgetOptions { Limit = 100m }, timeProvider: _clock).CreateChild(new BudgetOptions { Limit = 1m });

        make.Should().NotThrow();
        _clock.Readings.Should().Be(0);
    }

    private void UseAfterTheEnd(Action<BudgetEnforcer, BudgetReservation> use, bool isRefused, bool isFull = false)
    {
        var organisation = new BudgetEnforcer(new BudgetOptions { Limit = decimal.MaxValue }, _log, _clock);
        var budget = organisation.CreateChild(new BudgetOptions { Name = "job", Limit = 100m, Period = BudgetPeriod.Daily });
        var reservation = budget.Reserve(30m);
        budget.AddCost(110m);
        if (isFull)
        {
            for (var i = 0; i < 7; i++)
                organisation.AddCost(decimal.MaxValue);
        }

        _clock.GoTo(ManualClock.Midnight);
        use(budget, reservation);

        var records = _log.Collector.GetSnapshot();
        records.Any(record => record.Id.Name == "Refused").Should().Be(isRefused);
        var told = records.Should().ContainSingle(record => record.Id.Name == "PeriodEnded").Which;
        told.GetStructuredStateValue("BudgetName").Should().Be("job");
        told.GetStructuredStateValue("Spent").Should().Be("110.00");
    }
}
