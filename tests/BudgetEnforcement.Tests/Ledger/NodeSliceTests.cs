namespace BudgetEnforcement.Tests.Ledger;

/// <summary>What a node knows of a shared budget between two exchanges.</summary>
public sealed class NodeSliceTests : IDisposable
{
    private readonly LedgerWorld _world = new();
    private readonly LedgerBudgetRow _team;
    private readonly WorldNode _node;
    private readonly WorldNode _other;

    public NodeSliceTests()
    {
        _team = _world.Open("team", 100m);
        (_node, _other) = (_world.Start(_team), _world.Start(_team));
    }

    private NodeSlice Slice => _node[_team];

    public void Dispose() => _world.Dispose();

    [Fact]
    public void KnownSpent_CountsOthersAsOfTheLastAnswerAndOnesOwnAtOnce()
    {
        _other[_team].Record(Amount(10m));
        _other.Exchange();
        _node.Exchange(ahead: 20m);
        _other[_team].Record(Amount(5m));
        _other.Exchange();

        Slice.Record(Amount(3m));

        Slice.KnownSpent.Should().Be(Amount(13m));
        (Slice.Held, Slice.Padding).Should().Be((Amount(17m), Amount(70m)));
        _node.Exchange(ahead: 17m);
        Slice.KnownSpent.Should().Be(Amount(18m));
    }

    [Fact]
    public void Refund_TakesBackOnesOwnNetCostOnlyAndDoesNotEnlargeTheSlice()
    {
        _other[_team].Record(Amount(50m));
        _other.Exchange();
        _node.Exchange(ahead: 20m);
        Slice.Record(Amount(8m));

        Slice.TryRefund(Amount(8.01m)).Should().BeFalse();
        Slice.TryRefund(Amount(5m)).Should().BeTrue();

        (Slice.Held, Slice.KnownSpent).Should().Be((Amount(12m), Amount(53m)));
        Slice.TryRefund(Amount(3.01m)).Should().BeFalse();
    }

    [Fact]
    public void Record_BeyondWhatIsHeld_CountsInFull()
    {
        _node.Exchange(ahead: 20m);

        Slice.Record(Amount(140m));

        (Slice.Held, Slice.KnownSpent, Slice.Padding).Should().Be((LedgerAmount.Zero, Amount(140m), LedgerAmount.Zero));
    }

    [Fact]
    public void Answer_OfAnotherRequest_ChangesNothing()
    {
        var first = _node.Exchange(ahead: 20m);
        _node.Send(ahead: 5m);

        _node.State.Apply(first).Should().BeFalse();

        _node.State.InFlight.Should().NotBeNull();
        Slice.Held.Should().Be(Amount(5m), "the node gives back the rest before it tells the store");
    }

    [Fact]
    public void Request_NotAnswered_IsTheSameUntilItIs()
    {
        var first = _node.Send(ahead: 20m);
        Slice.Record(Amount(1m));

        _node.Send(ahead: 3m).Should().BeSameAs(first);
    }

    [Fact]
    public void Changed_UntilTheStoreHasAcknowledgedEverything()
    {
        Slice.IsChanged.Should().BeFalse();
        Slice.Record(Amount(1m));
        Slice.IsChanged.Should().BeTrue();
        _node.Exchange();
        Slice.IsChanged.Should().BeFalse();
        new ResetCommand("team", Guid.NewGuid()).Run(_world.Store);
        _node.Exchange();
        Slice.IsChanged.Should().BeTrue("the last words on the old term are not told yet");
        _node.Exchange();
        Slice.IsChanged.Should().BeFalse();
    }

    private static LedgerAmount Amount(decimal amount) => LedgerAmount.FromDecimal(amount);
}
