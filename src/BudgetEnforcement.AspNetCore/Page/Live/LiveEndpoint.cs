using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Sends the live parts of the page to one watcher, as server-sent events.</summary>
internal sealed class LiveEndpoint(BudgetsPage page)
{
    private const int Piece = 16 * 1024;

    internal async Task WatchAsync(HttpContext context)
    {
        var response = context.Response;
        Func<LiveState, LiveParts?> partsOf = static state => state.All;
        if (context.Request.Query.ContainsKey("budget"))
        {
            var which = BudgetRef.Of(context.Request.Query);
            partsOf = state => PartsOf(state, which);
            if (page.Model.Find(which) is null)
            {
                response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
        }

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

            // A watcher that has lost the right to see the page must not see it for as long as the connection holds. Browsers come back by
            // themselves.
            using var end = new CancellationTokenSource(page.Options.WatchTime, page.Model.Clock);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, page.Stopping, end.Token);
            await SendAsync(context, partsOf, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The watcher has gone or has to ask again, or the application stops.
        }
        finally
        {
            page.Feed.Leave();
        }
    }

    /// <summary>The page of one budget: as it was in the state, or for one of a registry as it is now. Null where it is gone.</summary>
    private LiveParts? PartsOf(LiveState state, BudgetRef which) =>
        (which.Registry is null ? state.Find(which) : page.Model.Read(which)) is { } view ? BudgetHtml.Parts(view) : null;

    private async Task SendAsync(HttpContext context, Func<LiveState, LiveParts?> partsOf, CancellationToken stop)
    {
        var basePath = (context.Request.PathBase + context.Request.Path).ToUriComponent().TrimEnd('/')[..^"/events".Length];
        await WriteAsync(context, "retry: 3000\n\n"u8.ToArray(), stop).ConfigureAwait(false);
        LiveState? seen = null;
        LiveParts? sent = null;
        while (true)
        {
            seen = await page.Feed.NextAsync(seen, stop).ConfigureAwait(false);
            if (partsOf(seen) is not { } parts)
            {
                await WriteAsync(context, "event: gone\ndata: {}\n\n"u8.ToArray(), stop).ConfigureAwait(false);
                return;
            }

            await WriteAsync(context, parts.MessageSince(sent, basePath), stop).ConfigureAwait(false);
            sent = parts;
        }
    }

    private async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        // A watcher that does not read fills the buffers of its connection; after that nothing more is made for it, and it is cut off. One that
        // reads slowly is not.
        using var patience = new CancellationTokenSource(page.Options.WriteTimeout, page.Model.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            // The text goes in pieces, since a server buffers a piece as a whole for as long as the client does not read it.
            for (var rest = message; rest.Length > 0; rest = rest[Math.Min(Piece, rest.Length)..])
            {
                patience.CancelAfter(page.Options.WriteTimeout);
                await context.Response.Body.WriteAsync(rest[..Math.Min(Piece, rest.Length)], either.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            AspNetCoreLog.BudgetWatcherCut(page.Logger);
            context.Abort();
            throw;
        }
    }
}
