namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>Asks budgets for money as tasks, and waits for other threads with patience.</summary>
internal static class Asking
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    internal static BudgetEnforcer NewBudget(decimal limit, int maxWaiters = 100, string? name = null) =>
        new(new BudgetOptions { Name = name, Limit = limit, MaxWaiters = maxWaiters });

    internal static BudgetEnforcer NewChild(this BudgetEnforcer parent, decimal limit, int maxWaiters = 100, string? name = null) =>
        parent.CreateChild(new BudgetOptions { Name = name, Limit = limit, MaxWaiters = maxWaiters });

    /// <summary>Asks without the possibility to cancel.</summary>
    internal static Task<BudgetReservation> Ask(this BudgetEnforcer budget, decimal amount) =>
        budget.ReserveAsync(amount, CancellationToken.None).AsTask();

    internal static Task<BudgetReservation> AskUntil(this BudgetEnforcer budget, decimal amount, CancellationToken cancelled) =>
        budget.ReserveAsync(amount, cancelled).AsTask();

    internal static async Task<BudgetExceededException> Refusal(this Task<BudgetReservation> asked) =>
        (await asked.Soon().Invoking(static task => task).Should().ThrowAsync<BudgetExceededException>()).Which;

    /// <summary>How many calls wait for room on this budget. A decided call does not count, though its task may not have completed yet.</summary>
    internal static int Waiters(this BudgetEnforcer budget) => budget.WaitersNeedsLock;

    /// <summary>Expects that the call is granted. A decided call completes on the thread pool, so this waits for it.</summary>
    internal static void ShouldBeGranted(this Task<BudgetReservation> asked, string because = "")
    {
        ((IAsyncResult)asked).AsyncWaitHandle.WaitOne(Patience).Should().BeTrue("it should be decided. " + because);
        asked.IsCompletedSuccessfully.Should().BeTrue(because);
    }

    /// <summary>Expects that these wait on the budget, and no others.</summary>
    internal static void ShouldHaveWaiting(this BudgetEnforcer budget, params Task<BudgetReservation>[] asked)
    {
        budget.Waiters().Should().Be(asked.Length);
        asked.Should().NotContain(task => task.IsCompleted);
    }

    internal static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience);

    internal static Task Soon(this Task task) => task.WaitAsync(Patience);

    internal static void WaitPatiently(this ManualResetEventSlim signal) =>
        signal.Wait(Patience, CancellationToken.None).Should().BeTrue("another thread should have come here long ago");

    /// <summary>Runs on a thread that is not the caller's, and comes back only when it is done.</summary>
    internal static void OnAnotherThread(Action action)
    {
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(action)) { IsBackground = true };
        thread.Start();
        thread.Join(Patience).Should().BeTrue("the other thread should not be stuck");
        thrown.Should().BeNull();
    }
}
