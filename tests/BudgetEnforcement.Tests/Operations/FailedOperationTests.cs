namespace BudgetEnforcement.Tests.Operations;

public sealed class FailedOperationTests
{
    private static readonly BudgetOperationOptions Release = new() { FailedOperationCost = FailedOperationCost.Release };

    private readonly BudgetEnforcer _budget = new(10m);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_OperationThatThrows_IsChargedItsEstimate()
    {
        var failure = new HttpRequestException("502");

        var execute = () => _budget.ExecuteAsync(3m, Throwing(failure), cancellationToken: Token);

        (await execute.Should().ThrowAsync<HttpRequestException>()).Which.Should().BeSameAs(failure);
        ShouldBe(spent: 3m);
    }

    [Fact]
    public async Task ExecuteAsync_OperationThatThrowsBeforeItsFirstAwait_IsChargedItsEstimate()
    {
        var execute = () => _budget.ExecuteAsync(3m, Task<decimal> (_) => throw new HttpRequestException(), cancellationToken: Token);

        await execute.Should().ThrowAsync<HttpRequestException>();
        ShouldBe(spent: 3m);
    }

    [Fact]
    public async Task ExecuteAsync_CancelledOperation_IsChargedItsEstimate()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var execution = _budget.ExecuteAsync(3m, WaitForever, cancellationToken: stop.Token);

        await stop.CancelAsync();

        await execution.Awaiting(e => e).Should().ThrowAsync<OperationCanceledException>();
        ShouldBe(spent: 3m);
    }

    [Fact]
    public async Task ExecuteAsync_FailureThatReleases_IsChargedNothing()
    {
        var execute = () => _budget.ExecuteAsync(3m, Throwing(new HttpRequestException()), Release, Token);

        await execute.Should().ThrowAsync<HttpRequestException>();
        ShouldBe(spent: 0m);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    [InlineData(4.5)]
    public async Task ExecuteAsync_FailureThatCarriesItsCost_IsChargedThat(decimal cost)
    {
        var inner = new HttpRequestException();

        var execute = () => _budget.ExecuteAsync(3m, Throwing(new BudgetOperationException(cost, inner)), cancellationToken: Token);

        (await execute.Should().ThrowAsync<BudgetOperationException>()).Which.InnerException.Should().BeSameAs(inner);
        ShouldBe(spent: cost);
    }

    [Fact]
    public async Task ExecuteAsync_FailureThatCarriesItsCost_IsChargedThatAlsoWhereFailuresRelease()
    {
        var execute = () => _budget.ExecuteAsync(3m, Throwing(new BudgetOperationException(0.5m, null)), Release, Token);

        await execute.Should().ThrowAsync<BudgetOperationException>();
        ShouldBe(spent: 0.5m);
    }

    [Fact]
    public async Task ExecuteAsync_NegativeActualCost_IsChargedItsEstimate()
    {
        var execute = () => _budget.ExecuteAsync(3m, _ => Task.FromResult(-1m), cancellationToken: Token);

        await execute.Should().ThrowAsync<ArgumentOutOfRangeException>();
        ShouldBe(spent: 3m);
    }

    [Fact]
    public async Task ExecuteAsync_CostFunctionThatThrows_IsChargedItsEstimate()
    {
        var execute = () => _budget.ExecuteAsync(3m, _ => Task.FromResult("x"), decimal.Parse, cancellationToken: Token);

        await execute.Should().ThrowAsync<FormatException>();
        ShouldBe(spent: 3m);
    }

    [Fact]
    public async Task ExecuteAsync_OptionsChangedWhileItRuns_KeepsThoseOfTheStart()
    {
        var options = new BudgetOperationOptions();

        var execute = () => _budget.ExecuteAsync(
            3m,
            Task<decimal> (_) =>
            {
                options.FailedOperationCost = FailedOperationCost.Release;
                throw new HttpRequestException();
            },
            options,
            Token);

        await execute.Should().ThrowAsync<HttpRequestException>();
        ShouldBe(spent: 3m);
    }

    [Fact]
    public void Constructor_WithoutCost_TellsNone()
    {
        var inner = new HttpRequestException();

        new BudgetOperationException().ActualCost.Should().BeNull();
        new BudgetOperationException("why").Message.Should().Be("why");
        new BudgetOperationException("why", inner).Should().Match<BudgetOperationException>(e => e.InnerException == inner && e.ActualCost == null);
    }

    private static Func<CancellationToken, Task<decimal>> Throwing(Exception exception) => async _ =>
    {
        await Task.Yield();
        throw exception;
    };

    private static async Task<decimal> WaitForever(CancellationToken token)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
        return 0m;
    }

    private void ShouldBe(decimal spent)
    {
        var report = _budget.GetStatus();
        (report.Spent, report.Reserved, report.OpenReservations).Should().Be((spent, 0m, 0L));
    }
}
