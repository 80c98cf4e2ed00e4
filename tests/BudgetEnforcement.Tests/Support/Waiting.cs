namespace BudgetEnforcement.Tests;

/// <summary>Waits that end at once where the code is right, and fail instead of hanging where it is wrong.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs the work on a thread of its own and waits for its end.</summary>
    internal static void OnAnotherThread(Action work) => Ends(Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    internal static void Ends(Task task)
    {
        if (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(Patience))
            throw new TimeoutException("It did not end: a deadlock?");
        task.GetAwaiter().GetResult();
    }

    /// <summary>Waits with patience until another thread has made the condition true.</summary>
    internal static void Until(Func<bool> condition, string what = "It did not happen.")
    {
        if (!SpinWait.SpinUntil(condition, Patience))
            throw new TimeoutException(what);
    }

    internal static void IsSet(ManualResetEventSlim happened)
    {
        if (!happened.Wait(Patience, CancellationToken.None))
            throw new TimeoutException("It did not happen.");
    }

    /// <summary>Runs each on a thread of its own; they start together.</summary>
    internal static void Together(params Action[] works) => Together(works.Length, number => works[number]());

    /// <summary>Runs the work on several threads that start together, with the number of each.</summary>
    internal static void Together(int threads, Action<int> work)
    {
        using var start = new Barrier(threads);
        var tasks = Enumerable.Range(0, threads).Select(number => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(Patience);
                work(number);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        Ends(Task.WhenAll(tasks));
    }
}
