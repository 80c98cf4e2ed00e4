namespace BudgetEnforcement.Portkey;

/// <summary>Finds in a message whose limit it is about. Portkey says it nowhere else: "Portkey API Key Usage Limit Exceeded. Error Code: 04".</summary>
internal static class LimitOwners
{
    private static readonly (string Word, PortkeyLimitOwner Owner)[] Words =
    [
        ("virtual key", PortkeyLimitOwner.VirtualKey),
        ("integration", PortkeyLimitOwner.VirtualKey),
        ("provider", PortkeyLimitOwner.VirtualKey),
        ("api key", PortkeyLimitOwner.ApiKey),
        ("workspace", PortkeyLimitOwner.Workspace),
        ("organisation", PortkeyLimitOwner.Organisation),
        ("organization", PortkeyLimitOwner.Organisation),
        ("policy", PortkeyLimitOwner.Policy),
    ];

    /// <summary>The owner that is named first.</summary>
    internal static PortkeyLimitOwner In(string? message)
    {
        var (first, owner) = (int.MaxValue, PortkeyLimitOwner.Unknown);
        foreach (var (word, named) in Words)
        {
            var at = message?.IndexOf(word, StringComparison.OrdinalIgnoreCase) ?? -1;
            if (at >= 0 && at < first)
                (first, owner) = (at, named);
        }

        return owner;
    }
}
