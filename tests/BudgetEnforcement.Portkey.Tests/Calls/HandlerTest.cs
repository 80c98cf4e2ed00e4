using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Portkey.Tests.Calls;

/// <summary>A test of calls through the handler.</summary>
public abstract class HandlerTest
{
    private protected const string Key = "pk-Very+Secret/Key==";
    private protected static readonly Uri Gateway = new("https://gateway.test/v1/");

    private protected Recorder Recorder { get; } = new();

    private protected FakeLogger<PortkeyHandler> Logger { get; } = new();

    private protected BudgetEnforcer Budget { get; } = new(1m);

    private protected HttpClient Client(Action<PortkeyHandlerOptions>? configure = null, HttpMessageHandler? inner = null)
    {
        var options = new PortkeyHandlerOptions { ApiKey = Key, BaseAddress = Gateway };
        configure?.Invoke(options);
        return new HttpClient(new PortkeyHandler(options, Logger) { InnerHandler = inner ?? Recorder }) { BaseAddress = Gateway };
    }

    /// <summary>Makes a call with a label and with headers that the caller sets.</summary>
    private protected async Task<IReadOnlyDictionary<string, string>> CallAsync(string? label, HttpClient? client = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using (BudgetScope.Begin(Budget, label))
            (await (client ?? Client()).SendAsync(request, TestContext.Current.CancellationToken)).Dispose();
        return Recorder.Headers;
    }
}
