using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Sends the live parts of the page to one watcher, as server-sent events.</summary>
internal sealed class LiveEndpoint(BudgetsPage page)
{
    internal async Task WatchAsync(HttpContext context)
    {
        var response = context.Response;
        if (!page.Feed.TryJoin())
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.Headers.RetryAfter = "30";
            return;
        }

        try
        {
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            response.Headers["X-Accel-Buffering"] = "no";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, page.Stopping);
            await SendAsync(context, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The watcher has gone, or the application stops.
        }
        finally
        {
            page.Feed.Leave();
        }
    }

    private async Task SendAsync(HttpContext context, CancellationToken stop)
    {
        var basePath = (context.Request.PathBase + context.Request.Path).ToUriComponent().TrimEnd('/')[..^"/events".Length];
        await WriteAsync(context, "retry: 3000\n\n", stop).ConfigureAwait(false);
        LiveState? sent = null;
        while (true)
        {
            var state = await page.Feed.NextAsync(sent, stop).ConfigureAwait(false);
            var changes = JsonSerializer.Serialize(state.ChangesSince(sent, basePath), BudgetsJson.Default.DictionaryStringString);
            var text = sent is not null && sent.Structure != state.Structure ? "event: structure\ndata: {}\n\n" : $"event: parts\ndata: {changes}\n\n";
            await WriteAsync(context, text, stop).ConfigureAwait(false);
            sent = state;
        }
    }

    private async Task WriteAsync(HttpContext context, string text, CancellationToken stop)
    {
        // A watcher that does not read fills the buffers of its connection; after that nothing more is made for it, and it is cut off.
        using var patience = new CancellationTokenSource(page.Options.WriteTimeout, page.Model.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), either.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            AspNetCoreLog.BudgetWatcherCut(page.Logger);
            context.Abort();
            throw;
        }
    }
}
