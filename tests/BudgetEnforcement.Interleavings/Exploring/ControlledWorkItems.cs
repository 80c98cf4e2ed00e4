namespace BudgetEnforcement.Interleavings;

/// <summary>The work items that the library leaves to the pool. The engine does not control the pool, but tasks.</summary>
internal static class ControlledWorkItems
{
    private static readonly Queue<IThreadPoolWorkItem> Waiting = new();
    private static readonly Queue<Task> Running = new();
    private static bool _isExploring;

    static ControlledWorkItems() => WorkItems.LetTake(static item =>
    {
        lock (Running)
        {
            if (_isExploring)
                Running.Enqueue(Task.Run(item.Execute));
            else
                Waiting.Enqueue(item);
        }

        return true;
    });

    /// <summary>From now on each work item is a task of the schedule. Work items of another schedule are forgotten.</summary>
    internal static void BeginSchedule()
    {
        Running.Clear();
        _isExploring = true;
    }

    /// <summary>Waits until the schedule has done them all.</summary>
    internal static async Task EndScheduleAsync()
    {
        while (TryTake(out var task))
            await task;
    }

    /// <summary>Executes the work items that wait, after a step that no other step meets.</summary>
    internal static void Execute()
    {
        while (Waiting.TryDequeue(out var item))
            item.Execute();
    }

    /// <summary>From now on work items wait until they are executed.</summary>
    internal static void BeginAlone()
    {
        Waiting.Clear();
        _isExploring = false;
    }

    private static bool TryTake(out Task task)
    {
        lock (Running)
            return Running.TryDequeue(out task!);
    }
}
