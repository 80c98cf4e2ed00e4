using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests;

/// <summary>Budgets under several parents of one tree: user × model × organisation.</summary>
public class SeveralParentsTests
{
    private readonly BudgetEnforcer _organisation = Asking.NewBudget(1000m, name: "organisation");
    private readonly BudgetEnforcer _user;
    private readonly BudgetEnforcer _model;
    private readonly BudgetEnforcer _call;

    public SeveralParentsTests()
    {
        _user = _organisation.NewChild(100m, name: "user");
        _model = _organisation.NewChild(200m, name: "model");
        _call = _user.CreateChild(new BudgetOptions { Name = "call", Limit = 500m, MaxWaiters = 10 }, _model);
    }

    [Fact]
    public void Parents_OfEachKind_AreThoseGiven()
    {
        _call.Parents.Should().Equal(_user, _model);
        _call.Parent.Should().BeSameAs(_user);
        _user.Parents.Should().Equal(_organisation);
        _organisation.Parents.Should().BeEmpty();
    }

    [Fact]
    public void GetPath_UnderParentsOfUnequalDepth_HasEachAfterAllBelowIt()
    {
        var team = _model.NewChild(100m, name: "team");
        var job = _organisation.CreateChild(new BudgetOptions { Name = "job", Limit = 1m }, team, _user);

        job.GetPath().Select(report => report.Name).Should().Equal("job", "team", "model", "user", "organisation");
    }

    [Fact]
    public void AddCost_PastEverything_AnnouncesEachBudgetOnceChildrenFirst()
    {
        var crossings = Crossings.Of(_organisation, _model, _user, _call);

        _call.AddCost(1001m);

        crossings.Told.Where(crossing => crossing.Status == BudgetStatus.Exceeded).Select(crossing => crossing.Name)
            .Should().Equal("call", "user", "model", "organisation");
        crossings.Told.Should().HaveCount(12).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void CreateChild_UnderABudgetOfAnotherTree_Throws()
    {
        var other = Budgets.Named("other", 1m);

        _user.Invoking(parent => parent.CreateChild(new BudgetOptions { Limit = 1m }, other))
            .Should().Throw<ArgumentException>().WithParameterName("alsoUnder").WithMessage("*one tree*'other'*");
    }

    [Fact]
    public void CreateChild_AlsoUnderNull_Throws() =>
        _user.Invoking(parent => parent.CreateChild(new BudgetOptions { Limit = 1m }, _user, null!))
            .Should().Throw<ArgumentNullException>().WithParameterName("alsoUnder");

    [Fact]
    public void CreateChild_UnderTheSameTwice_CountsItOnce()
    {
        var child = _user.CreateChild(new BudgetOptions { Limit = 1m }, _user, _model, _model, _organisation);

        child.AddCost(1m);

        child.Parents.Should().Equal(_user, _model, _organisation);
        (_user.Spent, _model.Spent, _organisation.Spent).Should().Be((1m, 1m, 1m));
    }

    [Fact]
    public void AddCost_UnderSeveralParentsFromManyThreads_KeepsTheBooks()
    {
        var calls = Enumerable.Range(0, 4).Select(number => (number % 2 == 0 ? _user : _model).CreateChild(
            new BudgetOptions { Limit = decimal.MaxValue }, number % 2 == 0 ? _model : _user)).ToArray();

        Waiting.Together(4, number =>
        {
            for (var i = 0; i < 5000; i++)
                calls[number].AddCost(0.01m);
        });

        new[] { _user, _model, _organisation }.Should().OnlyContain(budget => budget.Spent == 200m);
    }
}
