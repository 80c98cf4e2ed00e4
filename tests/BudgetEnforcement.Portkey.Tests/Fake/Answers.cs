using Microsoft.AspNetCore.Http;

namespace BudgetEnforcement.Portkey.Tests.Fake;

/// <summary>Answers that a test puts in the place of others.</summary>
internal static class Answers
{
    internal static async Task<bool> Json(HttpContext context, string body, int status = 200, string? type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
        return true;
    }

    /// <summary>Answers the first requests, as many as given, with a status.</summary>
    internal static Func<HttpContext, Task<bool>> Failing(int times, int status, string? retryAfter = null)
    {
        var left = times;
        return async context =>
        {
            if (Interlocked.Decrement(ref left) < 0)
                return false;
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            return await Json(context, """{"status":"failure","message":"try later"}""", status);
        };
    }

    /// <summary>Answers the request for the total with one body and that for the groups with another; where a body is null, the usual answer stays.</summary>
    internal static Func<HttpContext, Task<bool>> Of(string? total = null, string? groups = null, string? type = "application/json") => async context =>
    {
        var body = context.Request.Path.Value!.Contains("graphs", StringComparison.Ordinal) ? total : groups;
        return body is not null && await Json(context, body, 200, type);
    };
}
