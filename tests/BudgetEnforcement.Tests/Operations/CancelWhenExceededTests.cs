namespace BudgetEnforcement.Tests.Operations;

public sealed class CancelWhenExceededTests
{
    private static readonly BudgetOperationOptions Cancel = new() { CancelWhenExceeded = true };
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_BudgetExceeded_CancelsWhoeverOptedIn()
    {
        var budget = new BudgetEnforcer(10m);
        var running = budget.ExecuteAsync(2m, WaitForever, Cancel, Token);

        budget.AddCost(10.01m);

        await running.WaitAsync(Long, Token).Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>();
        budget.Spent.Should().Be(12.01m);
        budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public async Task ExecuteAsync_ByDefault_GivesTheCallersOwnToken()
    {
        var budget = new BudgetEnforcer(10m);
        CancellationToken seen = default;

        await budget.ExecuteAsync(
            2m,
            token =>
            {
                seen = token;
                budget.AddCost(11m);
                return Task.FromResult(0m);
            },
            cancellationToken: Token);

        seen.Should().Be(Token);
    }

    [Fact]
    public async Task ExecuteAsync_ExceededWhileOptedIn_StillHearsTheCaller()
    {
        var budget = new BudgetEnforcer(10m);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = budget.ExecuteAsync(2m, WaitForever, Cancel, stop.Token);

        await stop.CancelAsync();

        await running.WaitAsync(Long, Token).Awaiting(r => r).Should().ThrowAsync<OperationCanceledException>();
        budget.Spent.Should().Be(2m);
    }

    [Fact]
    public async Task ExecuteAsync_CancelAgainstCompletion_ChargesOnce()
    {
        for (var round = 0; round < 200; round++)
        {
            var budget = new BudgetEnforcer(10m);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = budget.ExecuteAsync(
                2m,
                async token =>
                {
                    await release.Task.WaitAsync(token);
                    return 1m;
                },
                cancellationToken: stop.Token);

            await Task.WhenAll(Task.Run(release.SetResult, Token), Task.Run(stop.Cancel, Token));
            var wasCancelled = await running.ContinueWith(r => r.IsCanceled, Token, TaskContinuationOptions.None, TaskScheduler.Default);

            budget.Spent.Should().Be(wasCancelled ? 2m : 1m);
            budget.Reserved.Should().Be(0m);
        }
    }

    [Fact]
    public async Task ExecuteAsync_ManyUnderAnExceededBudget_AllStopAndAllAreCharged()
    {
        var budget = new BudgetEnforcer(100m);
        var running = Enumerable.Range(0, 50).Select(_ => budget.ExecuteAsync(1m, WaitForever, Cancel, Token)).ToArray();

        budget.AddCost(100.5m);
        var all = Task.WhenAll(running);

        await all.WaitAsync(Long, Token).Awaiting(a => a).Should().ThrowAsync<OperationCanceledException>();
        budget.Spent.Should().Be(150.5m);
        budget.GetStatus().OpenReservations.Should().Be(0);
    }

    private static async Task<decimal> WaitForever(CancellationToken token)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
        return 0m;
    }
}
