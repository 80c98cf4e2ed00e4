namespace BudgetEnforcement.Portkey;

/// <summary>Whose costs a <see cref="PortkeyCostClient"/> asks for, and how. The client copies it.</summary>
/// <threadsafety>Not safe for several threads while it is changed.</threadsafety>
public sealed class PortkeyCostOptions
{
    /// <summary>
    /// The key that may read analytics; required. It is sent in the header <c>x-portkey-api-key</c>, to <see cref="BaseAddress"/> only, and is in
    /// no text of this package.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Where Portkey's API is: <c>https://api.portkey.ai/v1/</c> by default, or the control plane that you host. Absolute, <c>http</c> or
    /// <c>https</c>, with neither a user nor a query; a slash at the end may be left out.
    /// </summary>
    public Uri BaseAddress { get; set; } = PortkeyHandlerOptions.DefaultBaseAddress;

    /// <summary>
    /// The metadata key whose values are the labels: that of <see cref="PortkeyHandlerOptions.MetadataKey"/>; <c>budget_label</c> by default.
    /// </summary>
    public string MetadataKey { get; set; } = PortkeyHandlerOptions.DefaultMetadataKey;

    /// <summary>
    /// The workspace whose costs are asked for. Portkey ignores it with the key of a workspace; with the key of an organisation and without it,
    /// Portkey takes the default workspace. <see langword="null"/> by default.
    /// </summary>
    public string? WorkspaceSlug { get; set; }

    /// <summary>Only the costs of these virtual keys, by their slugs; all of them where it is empty, the default. No slug has a comma.</summary>
    public IList<string> VirtualKeys { get; } = [];

    /// <summary>Only the costs of these configs, by their slugs; all of them where it is empty, the default. No slug has a comma.</summary>
    public IList<string> Configs { get; } = [];

    /// <summary>Only the costs of these API keys of Portkey, by their ids; all of them where it is empty, the default. No id has a comma.</summary>
    public IList<string> ApiKeyIds { get; } = [];

    /// <summary>Only the costs of calls with all of these metadata, such as <c>env</c> → <c>production</c>; all calls where it is empty, the default.</summary>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How many labels to ask for on one page; 1 to 1,000, 100 by default.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>
    /// How often the client makes a request, and how often it reads a window whose costs change meanwhile, before it throws an exception; 1 to 20, 4
    /// by default.
    /// </summary>
    public int Attempts { get; set; } = 4;

    /// <summary>How long one request may take, its body included; above zero and at most an hour, 30 seconds by default.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest wait before a request is repeated; zero to a day, one minute by default. Where Portkey asks for a longer one, the request is
    /// not repeated: the exception has it in <see cref="PortkeyException.RetryAfter"/>.
    /// </summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(1);
}
