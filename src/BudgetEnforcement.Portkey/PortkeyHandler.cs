using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Portkey;

/// <summary>
/// Puts Portkey's headers on every call: the key, a trace id, and as metadata the label of the <see cref="BudgetScope"/>, by which a <see cref="PortkeyCostClient"/> finds the cost again. A
/// call that a limit at Portkey refuses (412) becomes a <see cref="PortkeyLimitException"/>.
/// </summary>
/// <remarks>
/// <para>
/// What the caller has set stays: a key, a trace id, and metadata, to which the label is added unless they have the key of the label already. The trace id is that of
/// <see cref="Activity.Current"/> where it has one of W3C's, or a new one.
/// </para>
/// <para>
/// The label is that of the flow that makes the HTTP request. It is escaped so that it is ASCII. A label of more than 128 characters, which is the
/// most that Portkey takes, is left out with a warning, because a label that was cut off could be another's.
/// </para>
/// <para>
/// Calls may go to the server of <see cref="PortkeyHandlerOptions.BaseAddress"/> only. Redirects are not followed, because they would take the key along: where the handler beneath is one
/// of the framework's, that is switched off at the first call. Without a handler beneath it makes its own.
/// </para>
/// </remarks>
/// <threadsafety>Safe for any number of calls at the same time.</threadsafety>
public sealed class PortkeyHandler : DelegatingHandler
{
    private readonly string? _key;
    private readonly Uri _base;
    private readonly string _metadataKey;
    private readonly QuietLogger _logger;
    private readonly object _gate = new();
    private volatile bool _isReady;
    private int _labelsLeftOut;

    /// <summary>Makes a handler, whose <see cref="DelegatingHandler.InnerHandler"/> may be set until the first call.</summary>
    /// <param name="options">The headers to put on calls.</param>
    /// <param name="logger">Logs limits that were hit, and labels that were left out.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">An option cannot be used; the message names it, and never the key.</exception>
    public PortkeyHandler(PortkeyHandlerOptions options, ILogger<PortkeyHandler>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _key = options.ApiKey is { } key ? PortkeyHeaders.ValidKey(key, nameof(options.ApiKey)) : null;
        _base = PortkeyAddress.Valid(options.BaseAddress, nameof(options.BaseAddress));
        _metadataKey = PortkeyHeaders.ValidMetadataKey(options.MetadataKey, nameof(options.MetadataKey));
        _logger = new QuietLogger(logger);
    }

    /// <inheritdoc/>
    /// <exception cref="PortkeyLimitException">A limit at Portkey refused the call.</exception>
    /// <exception cref="InvalidOperationException">The call goes to another server, or the handler beneath follows redirects.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Prepare(request);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.PreconditionFailed)
            return response;
        using (response)
            throw Limit(request, await BoundedBody.ReadSomeAsync(response.Content, ErrorText.MostBytes, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    /// <exception cref="PortkeyLimitException">A limit at Portkey refused the call.</exception>
    /// <exception cref="InvalidOperationException">The call goes to another server, or the handler beneath follows redirects.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Prepare(request);
        var response = base.Send(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.PreconditionFailed)
            return response;
        using (response)
            throw Limit(request, BoundedBody.ReadSome(response.Content, ErrorText.MostBytes, cancellationToken));
    }

    private void Prepare(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.RequestUri is not { IsAbsoluteUri: true } address || !PortkeyAddress.AreOfOneServer(_base, address))
        {
            throw new InvalidOperationException(
                $"The handler sends Portkey's headers to {PortkeyAddress.ServerOf(_base)} only, and the call goes to "
                + $"{(request.RequestUri is { IsAbsoluteUri: true } other ? PortkeyAddress.ServerOf(other) : "no server")}. Set PortkeyHandlerOptions.BaseAddress, or use another client.");
        }

        PrepareInner();
        if (_key is not null && !request.Headers.Contains(PortkeyHeaders.ApiKey))
            request.Headers.TryAddWithoutValidation(PortkeyHeaders.ApiKey, _key);
        if (!request.Headers.Contains(PortkeyHeaders.TraceId))
            request.Headers.TryAddWithoutValidation(PortkeyHeaders.TraceId, NewTraceId());
        if (BudgetScope.Current?.Label is { Length: > 0 } label)
            AddLabel(request, label);
    }

    private void PrepareInner()
    {
        if (_isReady)
            return;
        lock (_gate)
        {
            if (_isReady)
                return;
            InnerHandler ??= new SocketsHttpHandler { AllowAutoRedirect = false };
            if (!Redirects.TrySwitchOff(InnerHandler))
                throw new InvalidOperationException("The handler beneath PortkeyHandler " + Redirects.Refusal);
            _isReady = true;
        }
    }

    private void AddLabel(HttpRequestMessage request, string label)
    {
        if (label.Length > PortkeyHeaders.MostCharactersOfValue)
        {
            TellLeftOut(label, "it has more than 128 characters");
            return;
        }

        var present = request.Headers.TryGetValues(PortkeyHeaders.Metadata, out var values) ? values.ToArray() : [];
        if (present.Length > 1 || !MetadataHeader.TryAdd(present.SingleOrDefault(), _metadataKey, label, out var merged))
        {
            TellLeftOut(label, "the call has metadata that are no JSON object");
        }
        else if (merged.Length > 0)
        {
            request.Headers.Remove(PortkeyHeaders.Metadata);
            request.Headers.TryAddWithoutValidation(PortkeyHeaders.Metadata, merged);
        }
    }

    private void TellLeftOut(string label, string reason)
    {
        if (Interlocked.Exchange(ref _labelsLeftOut, 1) == 0)
            PortkeyLog.LabelLeftOut(_logger, label, reason);
        else
            PortkeyLog.LabelLeftOutAgain(_logger, label, reason);
    }

    private PortkeyLimitException Limit(HttpRequestMessage request, ReadOnlyMemory<byte> body)
    {
        var said = ErrorText.Of(body, _key);
        var trace = request.Headers.TryGetValues(PortkeyHeaders.TraceId, out var values) ? values.FirstOrDefault() : null;
        var limit = new PortkeyLimitException($"A limit that is set at Portkey is used up: {said ?? "its answer does not say which"} (412, trace {trace})")
        {
            Owner = LimitOwners.In(said),
            PortkeyMessage = said,
            TraceId = trace,
        };
        PortkeyLog.LimitHit(_logger, limit.Owner, said, trace);
        return limit;
    }

    private static string NewTraceId() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : ActivityTraceId.CreateRandom().ToHexString();
}
