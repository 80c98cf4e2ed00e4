namespace BudgetEnforcement.AspNetCore.Tests.Support;

/// <summary>Waits for what happens on other threads.</summary>
internal static class Waiting
{
    internal static async Task EventuallyAsync(this TestApp app, Func<bool> condition)
    {
        _ = app;
        var end = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(end) > TimeSpan.FromSeconds(30))
                throw new TimeoutException("It did not happen within 30 seconds.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    internal static async Task<string> GetStringOfAsync(this HttpClient client, string path, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync(path, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }
}
