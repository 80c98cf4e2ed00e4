using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>At the end of a period nothing that happens makes room for a later waiter before the period of an earlier one has begun.</summary>
public sealed class MidnightOrderTests
{
    private readonly ManualClock _clock = new(ManualClock.Midnight.AddHours(-1));
    private readonly BudgetEnforcer _root;
    private readonly BudgetEnforcer _daily;
    private readonly BudgetEnforcer _other;

    public MidnightOrderTests()
    {
        _root = _clock.Budget(BudgetPeriod.None, limit: 10m);
        _daily = _root.Child(BudgetPeriod.Daily, limit: 10m, spent: 10m);
        _other = _root.NewChild(10m);
    }

    [Fact]
    public async Task Close_AtTheEndOfAPeriod_ServesTheEarlierWaiterOfIt()
    {
        var third = _root.NewChild(10m);
        _root.Reserve(1m);
        var refused = third.Ask(10m);
        var (earlier, later) = (_daily.Ask(6m), _other.Ask(6m));

        GoToMidnight();
        third.Close();

        (await refused.Refusal()).Reason.Should().Be(BudgetRefusalReason.Closed);
        (await earlier.Soon()).Amount.Should().Be(6m);
        later.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Charge_OfWhatAMeterHoldsUpToTheEndOfAPeriod_ServesTheEarlierWaiterOfIt()
    {
        MeteredHold.TryStart(_root, Money.Zero, Money.From(1m), ManualClock.Midnight.UtcTicks, out var _).Should().NotBeNull();
        var hopeless = _root.Ask(10m);
        var (earlier, later) = (_daily.Ask(6m), _other.Ask(6m));

        GoToMidnight();
        _root.CheckBudgetAvailable(1m);

        (await earlier.Soon()).Amount.Should().Be(6m);
        later.IsCompleted.Should().BeFalse();
        hopeless.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task PeriodEnded_OfAParentAndAChild_IsOfOneInstant()
    {
        var parent = _clock.Budget(limit: 10m, spent: 10m);
        var child = parent.Child(BudgetPeriod.Daily, limit: 10m, spent: 1m);
        BudgetReport? ended = null;
        child.PeriodEnded += (_, end) => ended = end.Report;
        var (ofParent, ofChild) = (parent.Ask(1m), child.Ask(1m));

        GoToMidnight();
        child.GetStatus();

        await Task.WhenAll(ofParent, ofChild).Soon();
        ended.Should().Match<BudgetReport>(report => report.Spent == 1m && report.Available == 0m && report.PathStatus == BudgetStatus.Warning90);
    }

    private void GoToMidnight() => _clock.Set(ManualClock.Midnight, TimeSpan.FromHours(1));
}
