using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>Callbacks registered on <see cref="BudgetEnforcer.ExceededToken"/>.</summary>
public class CallbackTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Callback_ThatBlocks_RunsOnAnotherThreadAndHoldsUpNoSpender(bool isLinked)
    {
        var budget = new BudgetEnforcer(10m);
        using var source = budget.CreateLinkedTokenSource(CancellationToken.None);
        using var mayEnd = new ManualResetEventSlim();
        using var ended = new ManualResetEventSlim();
        var (thread, spender) = (0, 0);
        using var registration = (isLinked ? source.Token : budget.ExceededToken).Register(() =>
        {
            thread = Environment.CurrentManagedThreadId;
            Waiting.IsSet(mayEnd);
            ended.Set();
        });

        Waiting.OnAnotherThread(() =>
        {
            spender = Environment.CurrentManagedThreadId;
            budget.AddCost(11m);
            budget.AddCost(11m).Should().Be(BudgetStatus.Exceeded);
            ended.IsSet.Should().BeFalse();
            mayEnd.Set();
            Waiting.IsSet(ended);
        });

        thread.Should().NotBe(spender).And.NotBe(0);
    }

    [Fact]
    public void Callback_ThatCallsBack_SeesTheExcessAndMayEndIt()
    {
        var budget = new BudgetEnforcer(10m);
        using var ran = new ManualResetEventSlim();
        var wasExceeded = false;
        using var registration = budget.ExceededToken.Register(() =>
        {
            wasExceeded = budget.IsBudgetExceeded;
            budget.AddCost(1m);
            budget.UpdateLimit(100m);
            ran.Set();
        });

        budget.AddCost(11m);

        Waiting.IsSet(ran);
        wasExceeded.Should().BeTrue();
        budget.Spent.Should().Be(12m);
        budget.ExceededToken.IsCancellationRequested.Should().BeFalse();
    }

    [Fact]
    public void Callback_ThatThrows_IsLoggedAndTheOthersRun()
    {
        using var logged = new ManualResetEventSlim();
        var collector = new FakeLogCollector();
        var inner = new FakeLogger<BudgetEnforcer>(collector);
        var logger = new ForwardingLogger(inner, happened =>
        {
            if (happened.Name == "CallbackFailed")
                logged.Set();
        });
        var budget = Budgets.Named("job", 10m, logger);
        using var ran = new ManualResetEventSlim();
        using var first = budget.ExceededToken.Register(ran.Set);
        using var second = budget.ExceededToken.Register(() => throw new InvalidOperationException("callback"));

        budget.AddCost(11m).Should().Be(BudgetStatus.Exceeded);

        Waiting.IsSet(ran);
        Waiting.IsSet(logged);
        var record = collector.GetSnapshot().Should().ContainSingle(entry => entry.Id.Name == "CallbackFailed").Which;
        record.Level.Should().Be(LogLevel.Error);
        record.Exception!.ToString().Should().Contain("callback");
        record.GetStructuredStateValue("BudgetName").Should().Be("job");
    }

    [Fact]
    public async Task Work_WaitingOnTheToken_IsStopped()
    {
        var job = new BudgetEnforcer(10m);
        var work = Task.Delay(Timeout.Infinite, job.ExceededToken);

        job.AddCost(11m);

        await work.Invoking(async it => await it).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Work_ThatHoldsNothingButItsWait_IsStoppedByTheParent()
    {
        var root = new BudgetEnforcer(10m);
        var work = WaitOnADroppedChild(root);
        Living.CollectTheDead();

        root.AddCost(11m);

        await work.Invoking(async it => await it.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task WaitOnADroppedChild(BudgetEnforcer root) => Task.Delay(Timeout.Infinite, root.Child(100m).ExceededToken);

    private sealed class ForwardingLogger(ILogger inner, Action<EventId> after) : ILogger<BudgetEnforcer>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            after(eventId);
        }
    }
}
