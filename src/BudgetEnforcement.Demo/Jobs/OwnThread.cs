namespace BudgetEnforcement.Demo.Jobs;

/// <summary>Training keeps a thread busy for as long as it takes, and the thread pool has timers and continuations to run meanwhile.</summary>
internal static class OwnThread
{
    internal static Task<TResult> RunAsync<TResult>(Func<TResult> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
