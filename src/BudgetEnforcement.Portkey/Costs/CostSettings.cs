using System.Text;

namespace BudgetEnforcement.Portkey;

/// <summary>A checked copy of <see cref="PortkeyCostOptions"/>.</summary>
internal sealed class CostSettings
{
    private const int MostAttempts = 20;
    private const int MostLabelsOfPage = 1_000;
    private const double BackoffBase = 2;
    private static readonly TimeSpan MostTimeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan MostWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    private readonly Uri _base;
    private readonly string _filters;
    private readonly string _metadataKey;
    private readonly TimeSpan _longestWait;

    internal CostSettings(PortkeyCostOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ApiKey = PortkeyHeaders.ValidKey(options.ApiKey ?? throw new ArgumentException("ApiKey is not set."), nameof(options.ApiKey));
        _base = PortkeyAddress.Valid(options.BaseAddress, nameof(options.BaseAddress));
        _metadataKey = PortkeyHeaders.ValidMetadataKey(options.MetadataKey, nameof(options.MetadataKey));
        PageSize = InRange(options.PageSize, 1, MostLabelsOfPage, nameof(options.PageSize));
        Attempts = InRange(options.Attempts, 1, MostAttempts, nameof(options.Attempts));
        AttemptTimeout = InRange(options.AttemptTimeout, TimeSpan.FromTicks(1), MostTimeout, nameof(options.AttemptTimeout));
        _longestWait = InRange(options.LongestWait, TimeSpan.Zero, MostWait, nameof(options.LongestWait));
        _filters = FiltersOf(options);
    }

    internal string ApiKey { get; }

    internal int PageSize { get; }

    internal int Attempts { get; }

    internal TimeSpan AttemptTimeout { get; }

    /// <summary>The address that tells the total of a window.</summary>
    internal Uri TotalOf(CostWindow window) => Address("analytics/graphs/cost", window, "");

    /// <summary>The address that tells a page of the labels of a window.</summary>
    internal Uri GroupsOf(CostWindow window, int page) => Address(
        "analytics/groups/metadata/" + Uri.EscapeDataString(_metadataKey),
        window,
        FormattableString.Invariant($"&current_page={page}&page_size={PageSize}"));

    /// <summary>How long to wait before the next attempt: as long as Portkey asks for, otherwise twice as long each time.</summary>
    /// <returns>The wait; <see langword="null"/> where it would be too long.</returns>
    internal TimeSpan? WaitAfter(int attempt, TimeSpan? asked)
    {
        if (asked > _longestWait)
            return null;
        if (asked > TimeSpan.Zero)
            return asked;
        var backoff = FirstWait * Math.Pow(BackoffBase, attempt - 1);
        return backoff < _longestWait ? backoff : _longestWait;
    }

    private Uri Address(string path, CostWindow window, string more) =>
        new(_base, $"{path}?time_of_generation_min={Uri.EscapeDataString(window.Minimum)}&time_of_generation_max={Uri.EscapeDataString(window.Maximum)}{_filters}{more}");

    private static string FiltersOf(PortkeyCostOptions options)
    {
        var filters = new StringBuilder();
        if (options.WorkspaceSlug is { } workspace)
            Add("workspace_slug", NotBlank(workspace, nameof(options.WorkspaceSlug)));
        AddList("virtual_keys", options.VirtualKeys, nameof(options.VirtualKeys));
        AddList("configs", options.Configs, nameof(options.Configs));
        AddList("api_key_ids", options.ApiKeyIds, nameof(options.ApiKeyIds));
        if (options.Metadata.Count > 0)
            Add("metadata", MetadataHeader.Write(options.Metadata));
        return filters.ToString();

        void Add(string name, string value) => filters.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));

        void AddList(string name, IList<string> values, string option)
        {
            if (values.Count == 0)
                return;
            foreach (var value in values)
            {
                if (NotBlank(value, option).Contains(',', StringComparison.Ordinal))
                    throw new ArgumentException($"{option} has \"{value}\", and Portkey separates them by commas.");
            }

            Add(name, string.Join(',', values));
        }
    }

    private static string NotBlank(string? value, string option) =>
        string.IsNullOrWhiteSpace(value) ? throw new ArgumentException($"{option} has an empty value.") : value;

    private static T InRange<T>(T value, T least, T most, string option)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, option);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, option);
        return value;
    }
}
