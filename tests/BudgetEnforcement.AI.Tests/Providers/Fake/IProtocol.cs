using System.Text.Json;
using System.Text.Json.Nodes;

namespace BudgetEnforcement.AI.Tests.Providers.Fake;

/// <summary>The form in which a provider is asked and answers.</summary>
internal interface IProtocol
{
    /// <summary>The cap that the request asks for.</summary>
    int CapOf(JsonElement request);

    /// <summary>Whether a stream of this request has usage.</summary>
    bool ReportsInStream(JsonElement request);

    JsonNode Whole(FakeAnswer answer);

    /// <summary>The events of a stream, as they are written.</summary>
    IEnumerable<string> Events(FakeAnswer answer);
}
