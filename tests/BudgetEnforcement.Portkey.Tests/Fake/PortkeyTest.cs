using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Portkey.Tests.Fake;

/// <summary>A test that asks the fake Portkey.</summary>
public abstract class PortkeyTest : IAsyncLifetime
{
    private protected static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);
    private protected static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private protected static readonly DateTimeOffset End = Noon.AddMinutes(5);

    private protected SkippingClock Clock { get; } = new(Timeout);

    private protected FakePortkey Portkey { get; private set; } = null!;

    private protected HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private protected FakeLogger<PortkeyCostClient> Logger { get; } = new();

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Portkey = await FakePortkey.StartAsync(Clock);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Portkey.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected PortkeyCostClient Client(Action<PortkeyCostOptions>? configure = null, HttpClient? http = null)
    {
        var options = new PortkeyCostOptions { ApiKey = FakePortkey.Key, BaseAddress = Portkey.Address, AttemptTimeout = Timeout };
        configure?.Invoke(options);
        return new PortkeyCostClient(http ?? Http, options, Logger, Clock);
    }

    private protected async Task<IReadOnlyList<BilledCost>> GetAsync(Action<PortkeyCostOptions>? configure = null) =>
        await Client(configure).GetAsync(Noon, End, Cancelled);

    private protected async Task<PortkeyException> FailAsync(Action<PortkeyCostOptions>? configure = null) =>
        (await FluentActions.Awaiting(() => GetAsync(configure)).Should().ThrowAsync<PortkeyException>()).Which;
}
