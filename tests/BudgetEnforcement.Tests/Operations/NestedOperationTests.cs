using System.Runtime.ExceptionServices;

namespace BudgetEnforcement.Tests.Operations;

/// <summary>"An outer operation never takes the cost that an exception carries for an inner one."</summary>
public sealed class NestedOperationTests
{
    private static readonly BudgetOperationOptions Release = new() { FailedOperationCost = FailedOperationCost.Release };

    private readonly BudgetEnforcer _outer = new(100m);
    private readonly BudgetEnforcer _inner = new(100m);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_InnerFailureThatCarriesItsCost_ChargesTheOuterItsEstimate()
    {
        var execute = () => _outer.ExecuteAsync(5m, _ => Inner(), cancellationToken: Token);

        (await execute.Should().ThrowAsync<BudgetOperationException>()).Which.ActualCost.Should().Be(0.5m);
        Spent().Should().Be((5m, 0.5m));
    }

    [Fact]
    public async Task ExecuteAsync_InnerFailureThatCarriesItsCostUnderRelease_ChargesTheOuterNothing()
    {
        var execute = () => _outer.ExecuteAsync(5m, _ => Inner(), Release, Token);

        await execute.Should().ThrowAsync<BudgetOperationException>();
        Spent().Should().Be((0m, 0.5m));
    }

    [Fact]
    public async Task ExecuteAsync_InnerFailureRethrownThroughThreeLevels_IsTakenOnce()
    {
        var middle = new BudgetEnforcer(100m);
        var execute = () => _outer.ExecuteAsync(
            5m,
            _ => middle.ExecuteAsync(
                3m,
                async Task<(decimal, decimal)> (_) =>
                {
                    try
                    {
                        return (0m, await Inner());
                    }
                    catch (BudgetOperationException exception)
                    {
                        await Task.Yield();
                        ExceptionDispatchInfo.Throw(exception);
                        throw;
                    }
                },
                cancellationToken: Token),
            cost => cost,
            cancellationToken: Token);

        await execute.Should().ThrowAsync<BudgetOperationException>();
        Spent().Should().Be((5m, 0.5m));
        middle.Spent.Should().Be(3m);
    }

    [Fact]
    public async Task ExecuteAsync_InnerFailureWrapped_ChargesTheOuterItsEstimate()
    {
        var execute = () => _outer.ExecuteAsync(
            5m,
            Task<decimal> (_) =>
            {
                Task.WaitAll([Inner()], Token);
                return Task.FromResult(1m);
            },
            cancellationToken: Token);

        await execute.Should().ThrowAsync<AggregateException>();
        Spent().Should().Be((5m, 0.5m));
    }

    [Fact]
    public async Task ExecuteAsync_OuterThatTellsItsOwnCostOfAnInnerFailure_IsChargedThat()
    {
        var execute = () => _outer.ExecuteAsync(
            5m,
            async Task<decimal> (_) =>
            {
                try
                {
                    return await Inner();
                }
                catch (BudgetOperationException exception)
                {
                    throw new BudgetOperationException(2m, exception);
                }
            },
            cancellationToken: Token);

        await execute.Should().ThrowAsync<BudgetOperationException>();
        Spent().Should().Be((2m, 0.5m));
    }

    [Fact]
    public async Task ExecuteAsync_InnerReservationRefused_ChargesTheOuterItsEstimate()
    {
        var execute = () => _outer.ExecuteAsync(
            5m,
            Task<decimal> (_) =>
            {
                _inner.Reserve(1000m).Dispose();
                return Task.FromResult(1m);
            },
            cancellationToken: Token);

        await execute.Should().ThrowAsync<BudgetExceededException>();
        Spent().Should().Be((5m, 0m));
    }

    private Task<decimal> Inner() => _inner.ExecuteAsync(
        1m,
        async Task<(decimal, decimal)> (_) =>
        {
            await Task.Yield();
            throw new BudgetOperationException(0.5m, null);
        },
        cancellationToken: Token);

    private (decimal Outer, decimal Inner) Spent() => (_outer.Spent, _inner.Spent);

    [Fact]
    public void TryTakeCost_IsTrueOnce_AndNeverWithoutACost()
    {
        var known = new BudgetOperationException(0.5m, null);

        (known.TryTakeCost(out var first), first, known.TryTakeCost(out _)).Should().Be((true, 0.5m, false));
        new BudgetOperationException().TryTakeCost(out _).Should().BeFalse();
    }
}
