namespace BudgetEnforcement.Portkey;

/// <summary>What a <see cref="PortkeyHandler"/> puts on calls. The handler copies it.</summary>
/// <threadsafety>Not safe for several threads while it is changed.</threadsafety>
public sealed class PortkeyHandlerOptions
{
    internal const string DefaultMetadataKey = "budget_label";
    internal static readonly Uri DefaultBaseAddress = new("https://api.portkey.ai/v1/");

    /// <summary>
    /// The key for the header <c>x-portkey-api-key</c>. <see langword="null"/>, the default, sends none: for a gateway that needs none, or for
    /// callers that set the header.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Where the gateway is: <c>https://api.portkey.ai/v1/</c> by default, or one that you host. Absolute, <c>http</c> or <c>https</c>, with neither a
    /// user nor a query. Its scheme, host and port are the only ones that calls may go to.
    /// </summary>
    public Uri BaseAddress { get; set; } = DefaultBaseAddress;

    /// <summary>
    /// The metadata key under which the label of the <see cref="BudgetScope"/> is sent; <c>budget_label</c> by default. A
    /// <see cref="PortkeyCostClient"/> must ask for the same.
    /// </summary>
    public string MetadataKey { get; set; } = DefaultMetadataKey;
}
