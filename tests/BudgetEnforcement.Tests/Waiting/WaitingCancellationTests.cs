namespace BudgetEnforcement.Tests.WaitingForRoom;

public sealed class WaitingCancellationTests : IDisposable
{
    private readonly BudgetEnforcer _root = Asking.NewBudget(100m);
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose() => _cancel.Dispose();

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
