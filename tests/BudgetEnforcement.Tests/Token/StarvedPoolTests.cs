namespace BudgetEnforcement.Tests;

/// <summary>A loop that polls a token is stopped even while the thread pool is blocked.</summary>
[Collection(AloneDefinition.Name)]
public class StarvedPoolTests
{
    [Fact]
    public void Tokens_PoolIsStarved_AreCancelledForWhoeverPolls()
    {
        var mayEnd = new ManualResetEventSlim();
        var (blocked, ended) = (0, 0);
        var root = new BudgetEnforcer(1m);
        var job = root.Child(10m).Child(10m);
        var token = job.ExceededToken;
        using var source = job.CreateLinkedTokenSource(CancellationToken.None);
        ThreadPool.GetMinThreads(out var threads, out _);
        var items = threads + 200;
        for (var i = 0; i < items; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    Interlocked.Increment(ref blocked);
                    mayEnd.Wait();
                    Interlocked.Increment(ref ended);
                },
                null);
        }

        try
        {
            Waiting.Until(() => Volatile.Read(ref blocked) >= threads);

            var costs = 0;
            while (!source.IsCancellationRequested && costs < 10)
            {
                root.AddCost(0.4m);
                costs++;
            }

            costs.Should().Be(3, "the third exceeds, and the loop sees it at once");
            token.IsCancellationRequested.Should().BeTrue();
        }
        finally
        {
            mayEnd.Set();
            Waiting.Until(() => Volatile.Read(ref ended) == items);
            mayEnd.Dispose();
        }
    }
}
