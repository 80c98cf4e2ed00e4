using System.Text.Json;

namespace BudgetEnforcement.AspNetCore;

/// <summary>The live parts of a page, as of one instant.</summary>
/// <param name="structure">The same as long as the page has the same lines in the same order; a page that has another one is loaded anew.</param>
/// <param name="parts">The contents of each part, by the id of its element.</param>
/// <threadsafety>Safe for use by several threads; its lock holds no foreign code.</threadsafety>
internal sealed class LiveParts(string structure, IReadOnlyDictionary<string, string> parts)
{
    /// <summary>Stands for the address of the page, which each watcher may know by another one.</summary>
    internal const string BasePath = "@@base@@";

    // Watchers are in step, so there is one message for those that have come, and one for the others. Addresses in other letters need more messages.
    private const int MostKept = 8;

    private static long _last;

    private readonly long _number = Interlocked.Increment(ref _last);
    private readonly Dictionary<(long Before, string BasePath), Lazy<byte[]>> _messages = [];

    internal string Structure => structure;

    internal IReadOnlyDictionary<string, string> Parts => parts;

    /// <summary>The event that tells a watcher what has changed; everything where there was nothing before.</summary>
    internal byte[] MessageSince(LiveParts? before, string basePath)
    {
        // The key has the number of the parts before, because these must not keep those alive.
        var key = (before?._number ?? 0, basePath);
        Lazy<byte[]>? message;
        lock (_messages)
        {
            if (!_messages.TryGetValue(key, out message))
            {
                message = new(() => MakeMessage(before?.Parts, basePath));
                if (_messages.Count < MostKept)
                    _messages.Add(key, message);
            }
        }

        return message.Value;
    }

    private byte[] MakeMessage(IReadOnlyDictionary<string, string>? before, string basePath)
    {
        var changes = parts.Where(part => before?.GetValueOrDefault(part.Key) != part.Value)
            .ToDictionary(part => part.Key, part => part.Value.Replace(BasePath, basePath, StringComparison.Ordinal), StringComparer.Ordinal);
        return [.. "event: parts\ndata: "u8, .. JsonSerializer.SerializeToUtf8Bytes(new LiveMessageJson { Structure = structure, Parts = changes }, BudgetsJson.ForScript.LiveMessageJson), .. "\n\n"u8];
    }
}
