namespace BudgetEnforcement;

/// <summary>The keys of entries. The keys of users, of budgets beneath and of commands differ in form, so they never collide.</summary>
internal static class LedgerKeys
{
    /// <summary>The longest key that a user may give, so that it fits into that of an entry in the budgets above.</summary>
    internal const int LongestOfUser = 160;

    internal const string InitialSpent = "initial";

    private const string UserPrefix = "key:";

    internal static string OfUser(string key) => UserPrefix + key;

    internal static bool IsOfUser(string key) => key.StartsWith(UserPrefix, StringComparison.Ordinal);

    /// <summary>The key that a user gave.</summary>
    internal static string ToUser(string key) => key[UserPrefix.Length..];

    /// <summary>The key in a budget above the one in which it was recorded.</summary>
    internal static string OfBudgetBeneath(Guid budgetId, string key) => $"{budgetId:N}:{key}";

    /// <summary>The key of a change of the limit that a user gave a key.</summary>
    internal static string OfLimit(string key) => "limit:" + key;

    /// <summary>The key of the end of a term that a user gave a key.</summary>
    internal static string OfReset(string key) => "reset:" + key;

    internal static string OfCommand(Guid id) => $"command:{id:N}";
}
