namespace BudgetEnforcement.Tests.Operations;

public sealed class ExecuteAsyncTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_CostBelowTheEstimate_CommitsTheActualCost()
    {
        var budget = new BudgetEnforcer(10m);

        var answer = await budget.ExecuteAsync(5m, _ => Task.FromResult(("answer", 1.25m)), cancellationToken: Token);

        answer.Should().Be("answer");
        Numbers(budget).Should().Be((1.25m, 0m));
    }

    [Fact]
    public async Task ExecuteAsync_WhileTheOperationRuns_HoldsTheEstimate()
    {
        var budget = new BudgetEnforcer(10m);

        var seen = await budget.ExecuteAsync(
            4m,
            async _ =>
            {
                await Task.Yield();
                return (Numbers(budget), 1m);
            },
            cancellationToken: Token);

        seen.Should().Be((0m, 4m));
    }

    [Fact]
    public async Task ExecuteAsync_CostToldFromTheResult_CommitsIt()
    {
        var budget = new BudgetEnforcer(10m);

        var tokens = await budget.ExecuteAsync(5m, _ => Task.FromResult(300), tokens => tokens * 0.01m, cancellationToken: Token);

        tokens.Should().Be(300);
        Numbers(budget).Should().Be((3m, 0m));
    }

    [Fact]
    public async Task ExecuteAsync_EstimateThatDoesNotFit_RunsNothing()
    {
        var budget = new BudgetEnforcer(10m);
        var hasRun = false;

        var execute = () => budget.ExecuteAsync(
            10.01m,
            _ =>
            {
                hasRun = true;
                return Task.FromResult(0m);
            },
            cancellationToken: Token);

        (await execute.Should().ThrowAsync<BudgetExceededException>()).Which.Check.RequiredAmount.Should().Be(10.01m);
        hasRun.Should().BeFalse();
        Numbers(budget).Should().Be((0m, 0m));
    }

    [Fact]
    public async Task ExecuteAsync_Waiters_RunWhenRoomIsMade()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 1 });
        var held = budget.Reserve(1m);

        var waiting = budget.ExecuteAsync(1m, _ => Task.FromResult(1m), cancellationToken: Token);
        var hadRun = waiting.IsCompleted;
        held.Release();
        await waiting.WaitAsync(TimeSpan.FromMinutes(1), Token);

        hadRun.Should().BeFalse();
        Numbers(budget).Should().Be((1m, 0m));
    }

    [Fact]
    public async Task ExecuteAsync_CancelledWhileWaiting_LeavesTheLineAndRunsNothing()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWaiters = 1 });
        using var held = budget.Reserve(1m);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var waiting = budget.ExecuteAsync(1m, _ => Task.FromResult(1m), cancellationToken: stop.Token);
        await stop.CancelAsync();

        await waiting.Awaiting(w => w).Should().ThrowAsync<OperationCanceledException>();
        Numbers(budget).Should().Be((0m, 1m));
    }

    [Fact]
    public async Task ExecuteAsync_ManyAtOnce_NeverPassTheLimit()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 10m, MaxWaiters = 1000 });
        var worst = new HighWater();

        var operations = Enumerable.Range(0, 200).Select(_ => Task.Run(
            () => budget.ExecuteAsync(
                1m,
                async _ =>
                {
                    await Task.Yield();
                    var report = budget.GetStatus();
                    worst.Raise(report.Spent + report.Reserved);
                    return 0.04m;
                },
                cancellationToken: Token),
            Token));
        await Task.WhenAll(operations).WaitAsync(TimeSpan.FromMinutes(1), Token);

        worst.Value.Should().BeLessThanOrEqualTo(10m);
        Numbers(budget).Should().Be((8m, 0m));
    }

    private static (decimal Spent, decimal Reserved) Numbers(BudgetEnforcer budget)
    {
        var report = budget.GetStatus();
        return (report.Spent, report.Reserved);
    }

    private sealed class HighWater
    {
        private readonly object _sync = new();

        internal decimal Value { get; private set; }

        internal void Raise(decimal value)
        {
            lock (_sync)
                Value = Math.Max(Value, value);
        }
    }
}
