using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests;

public class ExceededTokenTests
{
    [Fact]
    public void ExceededToken_TwoParentsExceededByOneCost_AreBothCancelled()
    {
        var organisation = new BudgetEnforcer(100m);
        var (user, model) = (organisation.Child(10m, "user"), organisation.Child(10m, "model"));
        var job = user.CreateChild(new BudgetOptions { Limit = 50m }, model);
        CancellationToken[] tokens = [user.ExceededToken, model.ExceededToken];

        job.AddCost(11m);

        tokens.Should().OnlyContain(token => token.IsCancellationRequested);
    }

    [Fact]
    public void ExceededToken_WhileNotExceeded_IsOne()
    {
        var budget = new BudgetEnforcer(10m);

        budget.ExceededToken.Should().Be(budget.ExceededToken);
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
