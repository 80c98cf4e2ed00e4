using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Answers a request that a budget refused.</summary>
internal static class RefusalAnswer
{
    /// <summary>Answers with 429; cuts the connection where the answer has begun, so that no client takes half of it for the whole.</summary>
    /// <param name="context">The request.</param>
    /// <param name="check">The refusal.</param>
    /// <param name="clear">Whether to drop the headers that there are: a handler may have set some for an answer that does not come.</param>
    internal static async Task WriteAsync(HttpContext context, BudgetCheck check, bool clear)
    {
        var logger = LoggerOf(context);
        var response = context.Response;
        if (response.HasStarted || (clear && HasUnsentBytes(response)))
        {
            AspNetCoreLog.RequestCut(logger, context.Request.Method, RouteOf(context), check.Reason);
            context.Abort();
            return;
        }

        AspNetCoreLog.RequestRefused(logger, context.Request.Method, RouteOf(context), check.Reason);
        if (clear)
            response.Clear();
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (check.RetryAt is { } retryAt && SecondsUntil(retryAt, context) is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (context.RequestAborted.IsCancellationRequested)
            return; // A length without its body is an error to servers.
        var body = JsonSerializer.SerializeToUtf8Bytes(ProblemOf(check, context), RefusalJson.Default.RefusalProblem);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The pattern of the route: unlike the path, it is one of a few, and the client does not choose it.</summary>
    internal static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? context.GetEndpoint()?.DisplayName ?? "a request";

    // A handler may have written into the pipe without sending it; nothing takes that back.
    private static bool HasUnsentBytes(HttpResponse response) => response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 };

    private static RefusalProblem ProblemOf(BudgetCheck check, HttpContext context)
    {
        var details = context.RequestServices.GetService<IOptions<BudgetRefusalOptions>>()?.Value.ExposeDetails == true && check.Currency.Length > 0;
        return new RefusalProblem
        {
            Status = StatusCodes.Status429TooManyRequests,
            Detail = details ? check.Message : "The budget of this request has no room for it.",
            Reason = check.Reason,
            RetryAt = check.RetryAt,
            Budget = details ? check.BudgetName : null,
            Currency = details ? check.Currency : null,
            Required = details ? check.RequiredAmount : null,
            Available = details ? check.Available : null,
            Limit = details ? check.Limit : null,
            Spent = details ? check.Spent : null,
        };
    }

    // Rounded up: a client that comes back a moment too early is refused again. Null where the clock throws: the instant is in the answer all the same.
    private static long? SecondsUntil(DateTimeOffset instant, HttpContext context)
    {
        try
        {
            var clock = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
            return Math.Max(1, (long)Math.Ceiling((instant - clock.GetUtcNow()).TotalSeconds));
        }
#pragma warning disable CA1031 // A clock may throw anything, and the refusal is the answer.
        catch
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static QuietLogger LoggerOf(HttpContext context) =>
        new(context.RequestServices.GetService<ILoggerFactory>()?.CreateLogger("BudgetEnforcement.AspNetCore.Requests"));
}
