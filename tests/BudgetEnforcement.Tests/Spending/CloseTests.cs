using BudgetEnforcement.Tests.WaitingForRoom;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>The end of a budget: it admits nothing, and what is owed still counts.</summary>
public class CloseTests
{
    private readonly FakeLogger<BudgetEnforcer> _log = new();

    [Fact]
    public void Close_OfABudget_RefusesEveryAdmissionHereAndBelowWithTheReason()
    {
        var root = Budgets.Named("root", 100m);
        var job = root.Child(100m, "job");

        root.Close();

        foreach (var budget in new[] { root, job })
        {
            budget.TryAddCost(1m, out var check).Should().BeFalse();
            check.Should().Match<BudgetCheck>(it => it.Reason == BudgetRefusalReason.Closed && it.BudgetName == "root" && it.Available == 0m && it.RetryAt == null);
            budget.CheckBudgetAvailable(1m).Reason.Should().Be(BudgetRefusalReason.Closed);
            budget.Invoking(it => it.Reserve(1m)).Should().Throw<BudgetExceededException>().Which.Reason.Should().Be(BudgetRefusalReason.Closed);
            budget.TryReserve(1m, out _, out check).Should().BeFalse();
            check.Reason.Should().Be(BudgetRefusalReason.Closed);
            budget.Available.Should().Be(0m);
            budget.GetStatus().Available.Should().Be(0m);
        }
    }

    [Fact]
    public void Close_OfAChild_LeavesTheParentAndSiblingsOpen()
    {
        var root = new BudgetEnforcer(100m);
        var (job, sibling) = (root.Child(100m), root.Child(100m));

        job.Close();

        root.TryAddCost(1m).Should().BeTrue();
        sibling.TryAddCost(1m).Should().BeTrue();
        sibling.Available.Should().Be(98m);
    }

    [Fact]
    public void Close_WithCostsStillToCome_CountsThem()
    {
        var root = new BudgetEnforcer(100m);
        var job = root.Child(100m);
        var (held, released) = (job.Reserve(10m), job.Reserve(20m));

        job.Close();
        job.AddCost(1m);
        held.Commit(12m);
        released.Release();
        released.Commit(3m);
        job.Refund(1m);

        (job.Spent, job.Reserved, root.Spent).Should().Be((15m, 0m, 15m));
    }

    [Fact]
    public void Close_PastTheLimitAfterwards_StillCancelsTokensAndAnnounces()
    {
        var budget = new BudgetEnforcer(10m);
        var crossings = Crossings.Of(budget);
        var token = budget.ExceededToken;
        budget.Close();

        budget.AddCost(11m).Should().Be(BudgetStatus.Exceeded);

        token.IsCancellationRequested.Should().BeTrue();
        crossings.Statuses.Should().Equal(BudgetStatus.Warning75, BudgetStatus.Warning90, BudgetStatus.Exceeded);
    }

    [Fact]
    public void TryRenew_OfAClosedBudget_GoesOnWithinWhatIsHeldOnly()
    {
        var budget = new BudgetEnforcer(100m);
        var held = budget.Reserve(10m);
        budget.Close();

        held.TryRenew(5m, 6m).Should().BeFalse();
        held.TryRenew(4m, 6m).Should().BeTrue();

        (budget.Spent, budget.Reserved).Should().Be((4m, 6m));
    }

    [Fact]
    public async Task Close_WhileOthersWaitHereAndBelow_RefusesThemAll()
    {
        var root = Asking.NewBudget(100m);
        var team = root.NewChild(100m);
        var (job, sibling) = (team.NewChild(100m), root.NewChild(100m));
        var held = root.Reserve(90m);
        Task<BudgetReservation>[] beneath = [team.Ask(30m), job.Ask(20m)];
        job.AddCost(95m);
        var hopeless = job.Ask(10m);
        var elsewhere = sibling.Ask(5m);

        team.Close();

        foreach (var asked in beneath.Append(hopeless))
            (await asked.Refusal()).Reason.Should().Be(BudgetRefusalReason.Closed);
        sibling.ShouldHaveWaiting(elsewhere);
        held.Release();
        (await root.Ask(0m).Soon()).Amount.Should().Be(0m);
    }

    [Fact]
    public async Task ReserveAsync_OfAClosedBudget_IsRefusedAtOnce()
    {
        var budget = Asking.NewBudget(100m);
        budget.Close();

        (await budget.Ask(1m).Refusal()).Reason.Should().Be(BudgetRefusalReason.Closed);
    }

    [Fact]
    public void Close_Twice_IsLoggedOnce()
    {
        var budget = Budgets.Named("job", 100m, _log);

        budget.Close();
        budget.Close();

        var record = _log.Collector.GetSnapshot().Should().ContainSingle(entry => entry.Id.Name == "BudgetClosed").Which;
        record.Level.Should().Be(LogLevel.Information);
        record.GetStructuredStateValue("BudgetName").Should().Be("job");
    }

    [Fact]
    public void Reset_OfAClosedBudget_DoesNotOpenIt()
    {
        var budget = Budgets.Spent(10m, 100m);
        budget.Close();

        budget.Reset();
        budget.UpdateLimit(1000m);

        budget.TryAddCost(1m).Should().BeFalse();
    }
}
