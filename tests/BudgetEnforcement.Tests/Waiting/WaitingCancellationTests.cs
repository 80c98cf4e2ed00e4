namespace BudgetEnforcement.Tests.WaitingForRoom;

public sealed class WaitingCancellationTests : IDisposable
{
    private readonly BudgetEnforcer _root = Asking.NewBudget(100m);
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose() => _cancel.Dispose();

    [Fact]
    public async Task ReserveAsync_CancelledBefore_HoldsNothingThoughItFits()
    {
        await _cancel.CancelAsync();

        var asked = _root.AskUntil(1m, _cancel.Token);

        asked.IsCanceled.Should().BeTrue();
        _root.Reserved.Should().Be(0m);
    }

    [Fact]
    public async Task Cancel_WhileWaiting_EndsTheWaitWithItsToken()
    {
        _root.Reserve(50m);
        var asked = _root.AskUntil(51m, _cancel.Token);

        await _cancel.CancelAsync();

        var ended = await asked.Soon().Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        ended.Which.CancellationToken.Should().Be(_cancel.Token);
    }

    [Fact]
    public async Task Cancel_OfTheOnlyOne_LeavesNothingBlocked()
    {
        var child = _root.NewChild(100m);
        _root.Reserve(50m);
        _ = child.AskUntil(51m, _cancel.Token);
        _root.CheckBudgetAvailable(1m).IsAvailable.Should().BeFalse();

        await _cancel.CancelAsync();

        _root.CheckBudgetAvailable(50m).IsAvailable.Should().BeTrue();
        child.TryReserve(50m, out _).Should().BeTrue();
        _root.GetStatus().Should().Match<BudgetReport>(report => report.Reserved == 100m && report.OpenReservations == 2);
    }

    [Fact]
    public async Task Cancel_OfTheFirst_ServesThoseBehindItThatFit()
    {
        _root.Reserve(50m);
        _ = _root.AskUntil(80m, _cancel.Token);
        var behind = new[] { _root.Ask(30m), _root.Ask(20m), _root.Ask(1m) };

        await _cancel.CancelAsync();

        behind[0].ShouldBeGranted();
        behind[1].ShouldBeGranted();
        _root.ShouldHaveWaiting(behind[2]);
    }

    [Fact]
    public async Task Cancel_OfOneInTheMiddle_KeepsTheOrderOfTheOthers()
    {
        var held = _root.Reserve(100m);
        var first = _root.Ask(60m);
        _ = _root.AskUntil(60m, _cancel.Token);
        var third = _root.Ask(60m);

        await _cancel.CancelAsync();
        held.Release();

        (await first.Soon()).Release();
        (await third.Soon()).Amount.Should().Be(60m);
    }

    [Fact]
    public async Task Cancel_AfterTheGrant_DoesNothing()
    {
        var held = _root.Reserve(100m);
        var asked = _root.AskUntil(60m, _cancel.Token);
        held.Release();

        await _cancel.CancelAsync();

        (await asked.Soon()).Amount.Should().Be(60m);
        _root.Reserved.Should().Be(60m);
    }

    [Fact]
    public async Task Cancel_AfterARefusal_DoesNothing()
    {
        _root.Reserve(50m);
        var asked = _root.AskUntil(60m, _cancel.Token);
        _root.UpdateLimit(55m);

        await _cancel.CancelAsync();

        (await asked.Refusal()).Reason.Should().Be(BudgetRefusalReason.NeverFits);
    }

    [Fact]
    public async Task Cancel_OneTokenForMany_EndsThemAllAndLeavesNothing()
    {
        var held = _root.Reserve(100m);
        var asked = Enumerable.Range(0, 50).Select(_ => _root.AskUntil(10m, _cancel.Token)).ToArray();

        await _cancel.CancelAsync();

        _root.Waiters().Should().Be(0);
        Waiting.Until(() => asked.All(task => task.IsCanceled));
        held.Release();
        _root.GetStatus().Should().Match<BudgetReport>(report => report.Reserved == 0m && report.Available == 100m);
    }

    [Fact]
    public async Task Cancel_ReleaseInACallbackOfTheSameToken_NeitherLosesNorDoubles()
    {
        var held = _root.Reserve(100m);
        using var early = _cancel.Token.Register(held.Release); // Callbacks run last registered first, so this one runs after the waiter's.
        var asked = _root.AskUntil(60m, _cancel.Token);
        using var late = _cancel.Token.Register(() => _root.UpdateLimit(160m)); // And this one before.

        await _cancel.CancelAsync();

        (await asked.Soon()).Amount.Should().Be(60m);
        _root.Reserved.Should().Be(60m);
    }
}
