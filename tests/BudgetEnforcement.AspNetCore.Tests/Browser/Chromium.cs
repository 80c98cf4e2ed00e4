using Microsoft.Playwright;

namespace BudgetEnforcement.AspNetCore.Tests.Browser;

/// <summary>
/// The browser of the machine, one for all tests. Where there is none they are skipped, or fail where the variable REQUIRE_BROWSER is set.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal IBrowser Present => _browser ?? throw new InvalidOperationException("The browser was not started.");

    private static string? Path => Places.FirstOrDefault(File.Exists);

    internal static void SkipWhereThereIsNone()
    {
        if (Path is not null)
            return;
        Assert.SkipUnless(Environment.GetEnvironmentVariable("REQUIRE_BROWSER") is not null, "There is no chromium.");
        throw new InvalidOperationException("REQUIRE_BROWSER is set, and there is no chromium.");
    }

    public async ValueTask InitializeAsync()
    {
        if (Path is not { } path)
            return;
        Assertions.SetDefaultExpectTimeout(60_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
