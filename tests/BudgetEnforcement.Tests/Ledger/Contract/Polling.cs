using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <summary>Waits with patience for what another thread or process brings about.</summary>
internal static class Polling
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    internal static async Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"It did not happen: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// Runs the code of a page, and runs it again where its ask was not answered within the second that asks of a page wait. It has spent nothing then.
    /// </summary>
    internal static async Task<T> AnsweredAsync<T>(Func<Task<T>> code)
    {
        while (true)
        {
            try
            {
                return await code();
            }
            catch (BudgetExceededException refusal) when (refusal.Reason == BudgetRefusalReason.LedgerUnavailable)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
