namespace BudgetEnforcement.AI.Tests.Budgets;

public sealed class CallBudgetsTests
{
    private readonly BudgetEnforcer _organisation = new(100m);
    private readonly BudgetEnforcer _team;
    private readonly BudgetEnforcer _model;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public CallBudgetsTests()
    {
        _team = _organisation.CreateChild(new BudgetOptions { Limit = 50m, MaxWaiters = 7, MaxWait = TimeSpan.FromMinutes(3) });
        _model = _organisation.CreateChild(new BudgetOptions { Limit = 60m });
    }

    [Fact]
    public void Of_NeitherGivenNorAmbient_Refuses()
    {
        var act = () => CallBudgets.Of(null, null);

        act.Should().Throw<InvalidOperationException>().WithMessage("*BudgetScope.Begin*");
    }

    [Fact]
    public void Of_OnlyOneOfThem_IsThatOne()
    {
        using var scope = BudgetScope.Begin(_team, "step");

        CallBudgets.Of(_team, null).Should().Be(new CallBudgets(_team, null, null));
        CallBudgets.Of(null, scope).Should().Be(new CallBudgets(_team, null, "step"));
    }

    [Fact]
    public void Of_OneAboveTheOther_IsTheLowerAlone()
    {
        using var above = BudgetScope.Begin(_organisation);
        CallBudgets.Of(_team, above).First.Should().BeSameAs(_team);

        using var below = BudgetScope.Begin(_team);
        CallBudgets.Of(_organisation, below).First.Should().BeSameAs(_team);
        CallBudgets.Of(_team, below).First.Should().BeSameAs(_team);
    }

    [Fact]
    public async Task Of_TwoOfOneTree_ChargesBothAndWhatIsAboveThemOnce()
    {
        using var scope = BudgetScope.Begin(_model);

        var budgets = CallBudgets.Of(_team, scope);
        (await budgets.HoldNowAsync(2m, Stop)).Commit(2m);

        budgets.Second.Should().BeNull();
        (_team.Spent, _model.Spent, _organisation.Spent).Should().Be((2m, 2m, 2m));
    }

    [Fact]
    public void Of_TwoOfOneTree_MakesOneChildForThem()
    {
        using var scope = BudgetScope.Begin(_model);

        var child = CallBudgets.Of(_team, scope).First;

        CallBudgets.Of(_team, scope).First.Should().BeSameAs(child);
        (child.MaxWaiters, child.MaxWait).Should().Be((7, TimeSpan.FromMinutes(3)), "calls wait there as long as on the given one");
    }

    [Fact]
    public async Task Of_TwoOfDifferentTrees_ChargesBoth()
    {
        var other = new BudgetEnforcer(10m);
        using var scope = BudgetScope.Begin(other);

        var budgets = CallBudgets.Of(_team, scope);
        (await budgets.HoldNowAsync(2m, Stop)).Commit(3m);

        (budgets.First, budgets.Second).Should().Be((_team, other));
        (_team.Spent, other.Spent, budgets.Available).Should().Be((3m, 3m, 7m));
    }

    [Fact]
    public async Task HoldAsync_RefusedByTheSecond_ReleasesTheFirst()
    {
        var other = new BudgetEnforcer(1m);
        using var scope = BudgetScope.Begin(other);
        var budgets = CallBudgets.Of(_team, scope);

        await budgets.Awaiting(it => it.HoldAsync(2m, Stop).AsTask()).Should().ThrowAsync<BudgetExceededException>();
        await budgets.Awaiting(it => it.HoldNowAsync(2m, Stop).AsTask()).Should().ThrowAsync<BudgetExceededException>();

        (_team.Reserved, other.Reserved).Should().Be((0m, 0m));
    }

    [Fact]
    public async Task TryGrowTo_RefusedByTheSecond_LeavesBothAsTheyWere()
    {
        var other = new BudgetEnforcer(3m);
        var held = await new CallBudgets(_team, other, null).HoldNowAsync(2m, Stop);

        held.TryGrowTo(5m).Should().BeFalse();
        held.TryGrowTo(3m).Should().BeTrue();

        (_team.Reserved, other.Reserved).Should().Be((3m, 3m));
    }

    [Fact]
    public async Task HoldAsync_OfTwoTreesTheOtherWayRound_WaitsForNeitherWhileItHoldsTheOther()
    {
        var (x, y) = (new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 5 }), new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 5 }));
        var (ofX, ofY) = (x.Reserve(1m), y.Reserve(1m));
        var calls = new[]
        {
            new CallBudgets(x, y, null).HoldAsync(0.6m, TestContext.Current.CancellationToken).AsTask(),
            new CallBudgets(y, x, null).HoldAsync(0.6m, TestContext.Current.CancellationToken).AsTask(),
        };

        ofX.Release();
        ofY.Release();

        var served = await await Task.WhenAny(calls).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        served.Release();
        foreach (var call in calls)
            (await call.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Release();
        (x.Reserved, y.Reserved).Should().Be((0m, 0m));
    }
}
