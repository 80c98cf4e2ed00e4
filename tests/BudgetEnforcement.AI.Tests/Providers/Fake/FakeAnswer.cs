using System.Text.Json;

namespace BudgetEnforcement.AI.Tests.Providers.Fake;

/// <summary>One answer of the fake provider, before it is written in the form of a protocol.</summary>
internal sealed record FakeAnswer(Behaviour Behaviour, JsonElement Request, string Id, long Input, string Text, (string Name, string Arguments)? ToolCall, bool IsCut)
{
    private const int Parts = 5;

    internal string Model => Behaviour.AnswersAs ?? Request.GetProperty("model").GetString()!;

    internal bool IsStream => Request.TryGetProperty("stream", out var stream) && stream.GetBoolean();

    internal int Output => Text.Length + Behaviour.Reasoning + (ToolCall is { } call ? call.Name.Length + call.Arguments.Length : 0);

    internal bool IsReported => this is { Behaviour: { OmitsUsage: false, CutsOff: false, EndsEarly: false, Stalls: false, IsGarbled: false } };

    internal long Cached => Math.Min(Behaviour.Cached, Input);

    internal long CacheWrites => Math.Min(Behaviour.CacheWrites, Input - Cached);

    internal decimal Cost => FakeRates.TimesOf(Model) * FakeRates.Of(Input, Cached, CacheWrites, Output + Behaviour.Uncounted, Behaviour.Tier);

    internal long Total => Input + Output + Behaviour.Uncounted;

    /// <summary>The text in the parts of a stream.</summary>
    internal IEnumerable<string> Deltas => Text.Length == 0 ? [] : Text.Chunk(Math.Max(1, Text.Length / Parts)).Select(part => new string(part));
}
