using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests;

public class ExceededTokenTests
{
    [Fact]
    public void ExceededToken_UpToExactlyTheLimit_IsNotCancelled()
    {
        var budget = new BudgetEnforcer(10m);
        var token = budget.ExceededToken;

        budget.AddCost(10m);

        token.IsCancellationRequested.Should().BeFalse();
        token.CanBeCanceled.Should().BeTrue();
    }

    [Fact]
    public void ExceededToken_OneUnitPastTheLimit_IsCancelledWhenAddCostReturns()
    {
        var budget = Budgets.Spent(10m, 10m);
        var token = budget.ExceededToken;

        budget.AddCost(Budgets.Unit);

        token.IsCancellationRequested.Should().BeTrue();
        budget.IsBudgetExceeded.Should().BeTrue();
    }

    [Fact]
    public void ExceededToken_WhileNotExceeded_IsOne()
    {
        var budget = new BudgetEnforcer(10m);

        budget.ExceededToken.Should().Be(budget.ExceededToken);
    }

    [Fact]
    public void ExceededToken_ReadWhileExceeded_IsCancelledAlready()
    {
        Budgets.Spent(11m, 10m).ExceededToken.IsCancellationRequested.Should().BeTrue();
    }

    [Theory]
    [InlineData("refund")]
    [InlineData("limit")]
    [InlineData("reset")]
    public void ExceededToken_AfterTheExcess_IsFreshAndTheOldOneStaysCancelled(string end)
    {
        var budget = new BudgetEnforcer(10m);
        var before = budget.ExceededToken;
        budget.AddCost(11m);

        switch (end)
        {
            case "refund": budget.Refund(1m); break;
            case "limit": budget.UpdateLimit(11m); break;
            default: budget.Reset(); break;
        }

        var after = budget.ExceededToken;
        before.IsCancellationRequested.Should().BeTrue();
        after.IsCancellationRequested.Should().BeFalse();
        budget.IsBudgetExceeded.Should().BeFalse();
        budget.AddCost(100m);
        after.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void ExceededToken_LimitLoweredBelowTheSpend_IsCancelled()
    {
        var root = Budgets.Spent(5m, 10m);
        var token = root.Child(100m).ExceededToken;

        root.UpdateLimit(4m);

        token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void ExceededToken_OverageOfACommit_CancelsIt()
    {
        var budget = new BudgetEnforcer(10m);
        var token = budget.ExceededToken;

        budget.Reserve(10m).Commit(10.01m);

        token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void ExceededToken_OnlyAdmittedSpend_NeverCancelsIt()
    {
        var budget = new BudgetEnforcer(1m);
        var token = budget.ExceededToken;

        while (budget.TryAddCost(0.07m))
        {
        }

        budget.TryReserve(0.02m, out var reservation).Should().BeTrue();
        reservation!.Commit();
        budget.Spent.Should().Be(1m);
        token.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public void ExceededToken_ParentExceeds_CancelsChildrenAndGrandchildren()
    {
        var root = new BudgetEnforcer(10m);
        var child = root.Child(100m);
        var tokens = new[] { root.ExceededToken, child.ExceededToken, child.Child(100m).ExceededToken, root.Child(1m).Child(1m).ExceededToken };

        root.AddCost(11m);

        tokens.Should().OnlyContain(token => token.IsCancellationRequested);
        child.IsBudgetExceeded.Should().BeTrue();
    }

    [Fact]
    public void ExceededToken_ChildExceeds_LeavesParentAndSiblingAlone()
    {
        var root = new BudgetEnforcer(100m);
        var child = root.Child(1m);
        var tokens = new[] { root.ExceededToken, root.Child(1m).ExceededToken };

        child.AddCost(2m);

        tokens.Should().NotContain(token => token.IsCancellationRequested);
    }

    [Fact]
    public void ExceededToken_ParentRecoversWhileTheChildStaysExceeded_ChildsIsStillCancelled()
    {
        var root = new BudgetEnforcer(10m);
        var child = root.Child(5m);
        child.AddCost(11m);

        root.UpdateLimit(100m);

        root.ExceededToken.IsCancellationRequested.Should().BeFalse();
        child.ExceededToken.IsCancellationRequested.Should().BeTrue();
        child.UpdateLimit(11m);
        child.ExceededToken.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public void ExceededToken_ParentExceedsASecondTime_CancelsTheChildsFreshTokenToo()
    {
        var root = new BudgetEnforcer(10m);
        var child = root.Child(100m);
        _ = child.ExceededToken;
        root.AddCost(11m);
        root.Reset();
        var fresh = child.ExceededToken;
        fresh.IsCancellationRequested.Should().BeFalse();

        root.AddCost(11m);

        fresh.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void ExceededToken_FirstReadAfterRecovery_IsCancelledByTheNextExcess()
    {
        var root = new BudgetEnforcer(10m);
        var child = root.Child(100m);
        root.AddCost(11m);
        child.ExceededToken.IsCancellationRequested.Should().BeTrue();
        root.Refund(11m);
        var token = child.ExceededToken;

        root.AddCost(11m);

        token.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void ExceededToken_HeldWithoutItsBudget_IsStillCancelledByTheParent()
    {
        var root = new BudgetEnforcer(10m);
        var token = TokenOfADroppedGrandchild(root);
        Living.CollectTheDead();

        root.AddCost(11m);

        token.IsCancellationRequested.Should().BeTrue();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CancellationToken TokenOfADroppedGrandchild(BudgetEnforcer root) => root.Child(100m).Child(100m).ExceededToken;
}
