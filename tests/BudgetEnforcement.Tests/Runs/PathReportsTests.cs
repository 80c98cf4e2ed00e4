namespace BudgetEnforcement.Tests.Runs;

/// <summary>Which budget of a path a refusal was about, where names repeat and the numbers have changed since.</summary>
public class PathReportsTests
{
    private readonly BudgetEnforcer _root = Budgets.Named("x", 100m, initialSpent: 90m);
    private readonly BudgetEnforcer _job;
    private readonly BudgetCheck _ofRoot;

    public PathReportsTests()
    {
        _job = _root.CreateChild(new BudgetOptions { Name = "x", Limit = 50m, InitialSpent = 49m });
        _ofRoot = _root.CheckBudgetAvailable(20m);
    }

    [Fact]
    public void Refusing_WithTheNumbersOfOne_IsThatOne()
    {
        var job = _root.CreateChild(new BudgetOptions { Name = "x", Limit = 100m, InitialSpent = 99m });

        PathReports.Refusing(job.GetPath(), _ofRoot).Should().Be(_root.GetStatus(), "the other has less room, and the same limit");
    }

    [Fact]
    public void Refusing_WithTheLimitOfOne_IsThatOne()
    {
        _root.AddCost(1m);

        Refusing(_ofRoot).Should().Be(_root.GetStatus(), "the other has less room, but another limit");
    }

    [Fact]
    public void Refusing_WithTheNameOfSeveral_IsTheOneWithTheLeastRoom()
    {
        _root.UpdateLimit(200m);

        Refusing(_ofRoot).Should().Be(_job.GetStatus());
    }

    [Fact]
    public void Refusing_WithTheNameOrTheCurrencyOfNone_IsNone()
    {
        Refusing(Budgets.Named("y", 100m, initialSpent: 90m).CheckBudgetAvailable(20m)).Should().BeNull();
        Refusing(new BudgetEnforcer(new BudgetOptions { Name = "x", Limit = 100m, InitialSpent = 90m, Currency = "EUR" }).CheckBudgetAvailable(20m)).Should().BeNull();
    }

    private BudgetReport? Refusing(BudgetCheck check) => PathReports.Refusing(_job.GetPath(), check);
}
