namespace BudgetEnforcement.AI.Tests.Support;

/// <summary>Waits for an event that must happen, with so much patience that it fails only if the event never happens.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    internal static async Task Until(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                throw new TimeoutException("It has not happened.");
            await Task.Yield();
        }
    }

    internal static Task Soon(this Task task) => task.WaitAsync(Patience);
}
