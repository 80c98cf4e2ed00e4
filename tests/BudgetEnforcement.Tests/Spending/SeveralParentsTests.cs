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
    public void AddCost_UnderADiamond_CountsOnceOnEachAncestor()
    {
        _call.AddCost(10m);

        new[] { _call, _user, _model, _organisation }.Should().OnlyContain(budget => budget.Spent == 10m);
    }

    [Fact]
    public void EveryDoor_UnderADiamond_CountsOnceOnEachAncestor()
    {
        _call.TryAddCost(5m).Should().BeTrue();
        var held = _call.Reserve(7m);
        _call.Reserve(3m).Commit(4m);
        held.TryRenew(1m, 2m).Should().BeTrue();
        _call.Refund(2m);

        new[] { _call, _user, _model, _organisation }.Should().OnlyContain(
            budget => budget.Spent == 8m && budget.Reserved == 2m && budget.GetStatus().OpenReservations == 1 && budget.GetStatus().Overage == 1m);
    }

    [Fact]
    public void GetPath_UnderADiamond_HasTheSideOfTheFirstParentFirstAndTheSharedOnesLast()
    {
        _call.GetPath().Select(report => report.Name).Should().Equal("call", "user", "model", "organisation");
    }

    [Fact]
    public void GetPath_UnderParentsOfUnequalDepth_HasEachAfterAllBelowIt()
    {
        var team = _model.NewChild(100m, name: "team");
        var job = _organisation.CreateChild(new BudgetOptions { Name = "job", Limit = 1m }, team, _user);

        job.GetPath().Select(report => report.Name).Should().Equal("job", "team", "model", "user", "organisation");
    }

    [Fact]
    public void TryAddCost_OnlyTheSecondParentHasNoRoom_IsRefusedEverywhere()
    {
        _model.AddCost(150m);

        _call.TryAddCost(51m, out var check).Should().BeFalse();

        check.Should().Match<BudgetCheck>(it => it.BudgetName == "model" && it.Available == 50m && it.Reason == BudgetRefusalReason.NoRoom);
        (_call.Spent, _user.Spent, _model.Spent, _organisation.Spent).Should().Be((0m, 0m, 150m, 150m));
        _call.Available.Should().Be(50m);
        _call.TryAddCost(50m).Should().BeTrue();
    }

    [Fact]
    public void AddCost_OfEachWayUp_IsSeenInTheStatusOfThePath()
    {
        _model.AddCost(201m);

        _call.IsBudgetExceeded.Should().BeTrue();
        _call.GetStatus().Should().Match<BudgetReport>(report => report.Status == BudgetStatus.Ok && report.PathStatus == BudgetStatus.Exceeded);
        _user.IsBudgetExceeded.Should().BeFalse();
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

    [Theory]
    [InlineData("user")]
    [InlineData("model")]
    [InlineData("organisation")]
    public void Tokens_AnAncestorIsExceeded_AreCancelled(string exceeded)
    {
        var token = _call.ExceededToken;
        using var source = _call.CreateLinkedTokenSource(CancellationToken.None);

        new[] { _user, _model, _organisation }.Single(budget => budget.Name == exceeded).AddCost(1001m);

        token.IsCancellationRequested.Should().BeTrue();
        source.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Tokens_OfTheOtherParent_AreNotCancelled()
    {
        var token = _user.ExceededToken;

        _model.AddCost(201m);

        token.IsCancellationRequested.Should().BeFalse();
    }

    [Theory]
    [InlineData("user")]
    [InlineData("model")]
    public void ReserveAsync_RoomMadeInTheParentThatLackedIt_IsGranted(string parent)
    {
        var lacking = parent == "user" ? _user : _model;
        var held = lacking.Reserve(lacking.Limit);
        var asked = _call.Ask(50m);
        _call.ShouldHaveWaiting(asked);

        held.Release();

        asked.ShouldBeGranted();
        new[] { _call, _user, _model, _organisation }.Should().OnlyContain(budget => budget.Reserved == 50m);
    }

    [Fact]
    public void ReserveAsync_OneWaitsUnderBothParents_BlocksOnlyWhereThereIsNoRoom()
    {
        _user.Reserve(80m);
        var asked = _call.Ask(50m);

        _model.TryReserve(10m, out _).Should().BeTrue("the model has the room that the call waits for");
        _user.TryReserve(10m, out _).Should().BeFalse();
        _call.ShouldHaveWaiting(asked);
    }

    [Fact]
    public void Close_OfTheSecondParent_ClosesTheChildToo()
    {
        _model.Close();

        _call.TryAddCost(0m, out var check).Should().BeFalse();
        check.Should().Match<BudgetCheck>(it => it.Reason == BudgetRefusalReason.Closed && it.BudgetName == "model");
        _user.TryAddCost(1m).Should().BeTrue();
    }

    [Fact]
    public void CreateChild_UnderABudgetOfAnotherTree_Throws()
    {
        var other = Budgets.Named("other", 1m);

        _user.Invoking(parent => parent.CreateChild(new BudgetOptions { Limit = 1m }, other))
            .Should().Throw<ArgumentException>().WithParameterName("alsoUnder").WithMessage("*one tree*'other'*");
    }

    [Fact]
    public void CreateChild_UnderNull_Throws()
    {
        _user.Invoking(parent => parent.CreateChild(new BudgetOptions { Limit = 1m }, [null!]))
            .Should().Throw<ArgumentNullException>().WithParameterName("alsoUnder");
    }

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
