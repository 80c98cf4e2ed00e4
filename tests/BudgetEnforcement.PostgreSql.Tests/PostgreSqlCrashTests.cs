using BudgetEnforcement.Stores;
using Npgsql;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>A server that crashes while it is used. It is one of this test's own.</summary>
public sealed class PostgreSqlCrashTests : IDisposable
{
    private readonly PostgreSqlServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task AServer_ThatCrashesInMidRun_KeepsAllThatItHasConfirmed()
    {
        const int Crashes = 3;
        const int Between = 30;
        using IBudgetStore store = new PostgreSqlBudgetStore(_server.DataSource);
        store.Open(SchemaSetUp.Create);
        var (confirmed, failed) = (0, 0);
        using var isDone = new CancellationTokenSource();
        var spender = Task.Factory.StartNew(
            () =>
            {
                while (!isDone.IsCancellationRequested)
                {
                    try
                    {
                        OtherProcess.Spend(store);
                        Interlocked.Increment(ref confirmed);
                    }
                    catch (Exception fault) when (fault is IOException or NpgsqlException)
                    {
                        failed++;
                    }
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        for (var i = 1; i <= Crashes; i++)
        {
            var before = Volatile.Read(ref confirmed);
            SpinWait.SpinUntil(() => spender.IsCompleted || Volatile.Read(ref confirmed) >= before + Between);
            _server.Crash();
        }

        var last = Volatile.Read(ref confirmed);
        SpinWait.SpinUntil(() => spender.IsCompleted || Volatile.Read(ref confirmed) > last);
        await isDone.CancelAsync();
        await spender;

        // A request in flight may have been saved before the word of it was lost.
        failed.Should().BePositive();
        OtherProcess.Spent(store).Should().BeInRange(confirmed, confirmed + Crashes);
    }
}
