using System.Globalization;
using System.Net;

namespace BudgetEnforcement.Portkey;

/// <summary>Explains an answer whose status is not 200.</summary>
internal static class Refusals
{
    internal static PortkeyException Of(HttpResponseMessage response, ReadOnlyMemory<byte> body, string key, TimeProvider timeProvider)
    {
        var status = (int)response.StatusCode;
        var said = ErrorText.Of(body, key);
        var number = status.ToString(CultureInfo.InvariantCulture);
        return new PortkeyException($"{Meaning(response.StatusCode)} ({number}{(said is null ? "" : ": " + said)})")
        {
            StatusCode = response.StatusCode,
            PortkeyMessage = said,
            IsTransient = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || status >= 500,
            RetryAfter = RetryAfter(response, timeProvider),
        };
    }

    private static string Meaning(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "Portkey does not know the key: set PortkeyCostOptions.ApiKey to a key that is valid and has not expired",
        HttpStatusCode.Forbidden =>
            "Portkey's key may not read analytics: give it the right to, use the key of the workspace or set WorkspaceSlug, and see whether your plan has the analytics API",
        HttpStatusCode.NotFound => "Portkey has no analytics at this address: see BaseAddress, WorkspaceSlug and MetadataKey",
        HttpStatusCode.TooManyRequests => "Portkey limits the rate of requests",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => "Portkey answers with a redirect, which is not followed because it would take the key along: set BaseAddress to where it leads",
        >= HttpStatusCode.InternalServerError => "Portkey failed",
        _ => "Portkey does not tell the costs",
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider timeProvider)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - timeProvider.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
