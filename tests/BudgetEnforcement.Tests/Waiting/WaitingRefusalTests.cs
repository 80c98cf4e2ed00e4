namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>Who may not wait, and why.</summary>
public sealed class WaitingRefusalTests
{
    [Fact]
    public async Task ReserveAsync_DefaultOptionsNoRoom_IsRefusedAtOnce()
    {
        var budget = new BudgetEnforcer(100m);
        budget.AddCost(60m);

        var refusal = await budget.Ask(41m).Refusal();

        refusal.Reason.Should().Be(BudgetRefusalReason.NoRoom);
        refusal.Check.Should().Match<BudgetCheck>(check => check.RequiredAmount == 41m && check.Available == 40m && check.Spent == 60m);
    }

    [Fact]
    public async Task ReserveAsync_MayNotWaitAndOthersDo_SaysSo()
    {
        var root = Asking.NewBudget(100m);
        var child = root.NewChild(100m, maxWaiters: 0);
        root.Reserve(50m);
        _ = root.Ask(51m);

        (await child.Ask(1m).Refusal()).Reason.Should().Be(BudgetRefusalReason.WaitersAhead);
    }

    [Fact]
    public async Task ReserveAsync_AboveTheLimit_NeverFits()
    {
        var budget = Asking.NewBudget(100m);

        var refusal = await budget.Ask(100.01m).Refusal();

        refusal.Reason.Should().Be(BudgetRefusalReason.NeverFits);
        budget.TryReserve(100m, out _).Should().BeTrue("the refused one blocks nothing");
    }

    [Fact]
    public async Task ReserveAsync_AboveTheLimitOfAnAncestor_NeverFits()
    {
        var root = Asking.NewBudget(10m, name: "root");
        var job = root.NewChild(1000m).NewChild(1000m);

        var refusal = await job.Ask(11m).Refusal();

        refusal.Reason.Should().Be(BudgetRefusalReason.NeverFits);
        refusal.Check.BudgetName.Should().Be("root");
    }

    [Fact]
    public async Task UpdateLimit_BelowWhatOneWaitsFor_RefusesIt()
    {
        var budget = Asking.NewBudget(100m);
        budget.AddCost(60m);
        var asked = budget.Ask(70m);

        budget.UpdateLimit(69.99m);

        (await asked.Refusal()).Reason.Should().Be(BudgetRefusalReason.NeverFits);
    }

    [Fact]
    public async Task UpdateLimit_OfAnAncestorBelowWhatOneWaitsFor_RefusesItAndServesTheNext()
    {
        var root = Asking.NewBudget(100m);
        var job = root.NewChild(1000m).NewChild(1000m);
        root.AddCost(40m);
        var big = job.Ask(70m);
        var small = job.Ask(10m);

        root.UpdateLimit(60m);

        (await big.Refusal()).Reason.Should().Be(BudgetRefusalReason.NeverFits);
        (await small.Soon()).Amount.Should().Be(10m);
    }

    [Fact]
    public void UpdateLimit_DownToExactlyWhatOneWaitsFor_GoesOnWaiting()
    {
        var budget = Asking.NewBudget(100m);
        budget.AddCost(60m);
        var asked = budget.Ask(70m);

        budget.UpdateLimit(70m);

        budget.ShouldHaveWaiting(asked);
    }

    [Fact]
    public async Task ReserveAsync_AsManyWaitAsMay_IsRefused()
    {
        var budget = Asking.NewBudget(100m, maxWaiters: 2);
        _ = budget.Reserve(100m);
        var waiting = new[] { budget.Ask(1m), budget.Ask(1m) };

        var refusal = await budget.Ask(1m).Refusal();

        refusal.Reason.Should().Be(BudgetRefusalReason.TooManyWaiters);
        refusal.Message.Should().Contain("no more may wait");
        waiting.Should().OnlyContain(task => !task.IsCompleted);
    }

    [Fact]
    public async Task ReserveAsync_AboveTheLimitWhileTooManyWait_StillNeverFits()
    {
        var budget = Asking.NewBudget(100m, maxWaiters: 1);
        _ = budget.Reserve(100m);
        _ = budget.Ask(1m);

        (await budget.Ask(101m).Refusal()).Reason.Should().Be(BudgetRefusalReason.NeverFits);
    }

    [Fact]
    public void ReserveAsync_AfterOneOfTheMostWasServed_MayWait()
    {
        var budget = Asking.NewBudget(100m, maxWaiters: 1);
        var held = budget.Reserve(100m);
        _ = budget.Ask(100m);
        held.Release();

        budget.Ask(1m).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task ReserveAsync_AfterOneOfTheMostCancelled_MayWait()
    {
        var budget = Asking.NewBudget(100m, maxWaiters: 1);
        _ = budget.Reserve(100m);
        using var cancel = new CancellationTokenSource();
        _ = budget.AskUntil(1m, cancel.Token);
        await cancel.CancelAsync();

        budget.Ask(1m).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public void ReserveAsync_AfterOneOfTheMostWasRefused_MayWait()
    {
        var budget = Asking.NewBudget(100m, maxWaiters: 1);
        _ = budget.Reserve(10m);
        _ = budget.Ask(95m);
        budget.UpdateLimit(20m);

        budget.Ask(15m).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task ReserveAsync_MostAreCountedForEachBudget_ParentAndChildApart()
    {
        var root = Asking.NewBudget(100m, maxWaiters: 1);
        var child = root.NewChild(100m, maxWaiters: 1);
        _ = root.Reserve(100m);
        _ = child.Ask(1m);

        root.Ask(1m).IsCompleted.Should().BeFalse();
        (await child.Ask(1m).Refusal()).Reason.Should().Be(BudgetRefusalReason.TooManyWaiters);
        (await root.Ask(1m).Refusal()).Reason.Should().Be(BudgetRefusalReason.TooManyWaiters);
    }

    [Fact]
    public void Constructor_NegativeMaxWaiters_IsRejected()
    {
        var make = () => Asking.NewBudget(1m, maxWaiters: -1);

        make.Should().Throw<ArgumentException>().WithMessage("*MaxWaiters*-1*");
    }

    [Theory]
    [InlineData(40, BudgetRefusalReason.None)]
    [InlineData(41, BudgetRefusalReason.NoRoom)]
    [InlineData(100, BudgetRefusalReason.NoRoom)]
    [InlineData(101, BudgetRefusalReason.NeverFits)]
    public void CheckBudgetAvailable_EachAmount_SaysWhy(int amount, BudgetRefusalReason reason)
    {
        var budget = new BudgetEnforcer(100m);
        budget.AddCost(60m);

        budget.CheckBudgetAvailable(amount).Reason.Should().Be(reason);
    }
}
