namespace BudgetEnforcement.Tests;

/// <summary>While the thread pool is blocked, whoever polls a token is stopped all the same.</summary>
[Collection(AloneDefinition.Name)]
public class StarvedPoolTests
{
    [Fact]
    public void Tokens_PoolIsStarved_AreCancelledForWhoeverPolls()
    {
        using var mayEnd = new ManualResetEventSlim();
        var root = new BudgetEnforcer(1m);
        var job = root.Child(10m).Child(10m);
        var token = job.ExceededToken;
        using var source = job.CreateLinkedTokenSource(CancellationToken.None);
        ThreadPool.GetMinThreads(out var threads, out _);
        using var blocked = new CountdownEvent(threads);
        for (var i = 0; i < threads + 200; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    if (!blocked.IsSet)
                        SignalQuietly(blocked);
                    mayEnd.Wait();
                },
                null);
        }

        try
        {
            Waiting.Until(() => blocked.IsSet);

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
            Waiting.Until(() => ThreadPool.PendingWorkItemCount == 0);
        }
    }

    private static void SignalQuietly(CountdownEvent countdown)
    {
        try
        {
            countdown.Signal();
        }
        catch (InvalidOperationException)
        {
            // Another work item was the last one.
        }
    }
}
