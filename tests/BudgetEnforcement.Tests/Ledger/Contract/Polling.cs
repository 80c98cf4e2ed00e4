namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <summary>Waits for what another thread brings about, until the test is stopped.</summary>
internal static class Polling
{
    internal static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }
}
