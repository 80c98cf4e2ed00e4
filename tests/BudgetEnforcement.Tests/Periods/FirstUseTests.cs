using BudgetEnforcement.Tests.Admission;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>The first use of any member after the end of a period counts in the new period and tells that the old one ended.</summary>
public sealed class FirstUseTests
{
    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _log = new();

    public static TheoryData<string> Names => [.. Uses.Keys];

    private static Dictionary<string, Action<BudgetEnforcer, BudgetReservation>> Uses { get; } = new(Doors(true).Concat(Doors(false)))
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
    [MemberData(nameof(Names))]
    public void Member_FirstUseAfterTheEnd_BeginsThePeriodAndTells(string name)
    {
        var organisation = new BudgetEnforcer(new BudgetOptions { Limit = decimal.MaxValue }, _log, _clock);
        var budget = organisation.Child(BudgetPeriod.Daily, name: "job", maxWaiters: 0);
        var reservation = budget.Reserve(30m);
        budget.AddCost(110m);
        for (var i = 0; i < 7 && name.EndsWith("192 bits", StringComparison.Ordinal); i++)
            organisation.AddCost(decimal.MaxValue);

        _clock.GoTo(ManualClock.Midnight);
        Uses[name](budget, reservation);

        var records = _log.Collector.GetSnapshot();
        records.Any(record => record.Id.Name == "Refused").Should().Be(name.EndsWith("refused", StringComparison.Ordinal));
        var told = records.Should().ContainSingle(record => record.Id.Name == "PeriodEnded").Which;
        told.GetStructuredStateValue("BudgetName").Should().Be("job");
        told.GetStructuredStateValue("Spent").Should().Be("110.00");
    }

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

    private static IEnumerable<KeyValuePair<string, Action<BudgetEnforcer, BudgetReservation>>> Doors(bool isAdmitted) => Door.Takers.Select(
        door => KeyValuePair.Create<string, Action<BudgetEnforcer, BudgetReservation>>(
            $"{door.Name}, by a door, {(isAdmitted ? "admitted" : "refused")}",
            (budget, _) => door.Ask(budget, isAdmitted ? 70m : 71m).IsAdmitted.Should().Be(isAdmitted)));
}
