namespace BudgetEnforcement.AI.Tests.Support;

/// <summary>Waits for what must happen, with so much patience that only what never happens is a failure.</summary>
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
