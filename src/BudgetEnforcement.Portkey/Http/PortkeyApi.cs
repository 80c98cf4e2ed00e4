using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Portkey;

/// <summary>Sends requests to Portkey's API, and repeats them where that may help.</summary>
internal sealed class PortkeyApi(HttpClient client, CostSettings settings, ILogger logger, TimeProvider timeProvider)
{
    private const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Sends one request.</summary>
    /// <exception cref="PortkeyException">No attempt brought an answer that can be read.</exception>
    internal async Task<T> GetAsync<T>(Uri address, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                return await GetOnceAsync(address, read, cancellationToken).ConfigureAwait(false);
            }
            catch (PortkeyException failure) when (failure.IsTransient && attempt < settings.Attempts && settings.WaitAfter(attempt, failure.RetryAfter) is not null)
            {
                wait = settings.WaitAfter(attempt, failure.RetryAfter)!.Value;
                PortkeyLog.AskedAgain(logger, failure.Message, attempt, settings.Attempts, wait);
            }

            await WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    internal Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) => Task.Delay(wait, timeProvider, cancellationToken);

    private async Task<T> GetOnceAsync<T>(Uri address, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.AttemptTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation(PortkeyHeaders.ApiKey, settings.ApiKey);
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            MustBeAnsweredBy(address, response);
            if (response.StatusCode != HttpStatusCode.OK)
                throw Refusals.Of(response, await BoundedBody.ReadSomeAsync(response.Content, ErrorText.MostBytes, either.Token).ConfigureAwait(false), settings.ApiKey, timeProvider);
            return read(await ReadJsonAsync(response, either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new PortkeyException("Portkey did not answer in time.", exception) { IsTransient = true };
        }
        catch (PortkeyLimitException exception)
        {
            // The client has a PortkeyHandler.
            throw new PortkeyException(exception.Message, exception) { StatusCode = HttpStatusCode.PreconditionFailed, PortkeyMessage = exception.PortkeyMessage };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            throw new PortkeyException($"Portkey at {PortkeyAddress.ServerOf(address)} could not be asked, or its answer broke off.", exception) { IsTransient = true };
        }
    }

    // A client of the user may follow redirects.
    private static void MustBeAnsweredBy(Uri address, HttpResponseMessage response)
    {
        if (response.RequestMessage?.RequestUri is { } answered && !PortkeyAddress.AreOfOneServer(address, answered))
        {
            throw new PortkeyException(
                $"The client followed a redirect from {PortkeyAddress.ServerOf(address)} to {PortkeyAddress.ServerOf(answered)}, and may have taken the key along: replace the key, and "
                + "give PortkeyCostClient a client that does not follow redirects.");
        }
    }

    private static async Task<JsonElement> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is null || !(type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
        {
            throw new PortkeyException($"The answer is {type ?? "of no type"} instead of application/json: is BaseAddress Portkey's?") { StatusCode = response.StatusCode };
        }

        var body = await BoundedBody.ReadAsync(response.Content, MostBytes, cancellationToken).ConfigureAwait(false)
            ?? throw new PortkeyException($"The answer is longer than {MostBytes / 1024 / 1024} MiB.") { StatusCode = response.StatusCode };
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new PortkeyException("The answer is no JSON, or only a part of it.", exception) { StatusCode = response.StatusCode, IsTransient = true };
        }
    }
}
