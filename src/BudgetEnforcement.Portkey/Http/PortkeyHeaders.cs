namespace BudgetEnforcement.Portkey;

/// <summary>The headers of Portkey, and what may stand in them.</summary>
internal static class PortkeyHeaders
{
    internal const string ApiKey = "x-portkey-api-key";
    internal const string TraceId = "x-portkey-trace-id";
    internal const string Metadata = "x-portkey-metadata";

    /// <summary>The longest value of a metadata key that Portkey takes.</summary>
    internal const int MostCharactersOfValue = 128;

    /// <summary>Checks a key. No message has any of it, because messages are logged.</summary>
    internal static string ValidKey(string key, string option)
    {
        if (key.Length == 0)
            throw new ArgumentException($"{option} is empty.");
        if (key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException($"{option} has a space, a line break or another character that is in no key; often one at its end, from a file.");
        return key;
    }

    /// <summary>Checks a metadata key.</summary>
    internal static string ValidMetadataKey(string? key, string option)
    {
        if (string.IsNullOrWhiteSpace(key))
            throw new ArgumentException($"{option} is empty.");
        if (key is "." or ".." || key.AsSpan().ContainsAny('/', '\\') || key.Any(char.IsControl) || key.Length > MostCharactersOfValue)
            throw new ArgumentException($"{option} is no key that stands in an address: \"{key}\".");
        return key;
    }
}
