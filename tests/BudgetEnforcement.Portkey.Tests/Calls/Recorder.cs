using System.Net;

namespace BudgetEnforcement.Portkey.Tests.Calls;

/// <summary>A handler that keeps the headers of the last call and answers at once.</summary>
internal sealed class Recorder : HttpMessageHandler
{
    internal Func<HttpResponseMessage> Answer { get; set; } = () => new HttpResponseMessage(HttpStatusCode.OK);

    internal Dictionary<string, string> Headers { get; private set; } = [];

    internal int Calls { get; private set; }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls++;
        Headers = request.Headers.ToDictionary(header => header.Key, header => string.Join('|', header.Value), StringComparer.OrdinalIgnoreCase);
        var response = Answer();
        response.RequestMessage = request;
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));
}
