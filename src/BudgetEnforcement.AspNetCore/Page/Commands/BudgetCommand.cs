using System.Globalization;

namespace BudgetEnforcement.AspNetCore;

/// <summary>A command of a person or a program, checked as far as that needs no budget.</summary>
internal sealed class BudgetCommand
{
    internal const string TopUp = "top-up";
    internal const string SetLimit = "limit";
    internal const string Reset = "reset";
    internal const string Settle = "settle";
    private const int LongestKey = 128;

    private BudgetCommand(string kind, string key) => (Kind, Key) = (kind, key);

    internal string Kind { get; }

    /// <summary>The key that identifies the command.</summary>
    internal string Key { get; }

    internal BudgetRef Budget { get; private init; }

    internal decimal Amount { get; private init; }

    internal Guid Node { get; private init; }

    internal Settlement Settlement { get; private init; }

    /// <summary>The command in words that are the same for the same command.</summary>
    internal string Text => Kind switch
    {
        TopUp => string.Create(CultureInfo.InvariantCulture, $"{Kind} by {Amount}"),
        SetLimit => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Amount}"),
        Settle => $"{Kind} {Node} ({Settlement})",
        _ => Kind,
    };

    /// <summary>A text in which another command under the same key would differ.</summary>
    internal string Fingerprint => $"{Text}\0{Budget.Registry}\0{Budget.Key}";

    /// <summary>Reads a command.</summary>
    /// <exception cref="CommandFault">Something is missing or impossible; the sentence says what.</exception>
    internal static BudgetCommand Of(string kind, CommandJson json)
    {
        if (json.CommandKey is not { Length: > 0 and <= LongestKey } key || string.IsNullOrWhiteSpace(key) || SafeText.Of(key) != key)
            throw Bad($"commandKey must have 1 to {LongestKey} printable characters. Give each command one of its own, and the same one when you send it again.");
        if (kind == Settle)
        {
            return new BudgetCommand(kind, key)
            {
                Node = json.Node ?? throw Bad("node is missing: the id of the node to settle."),
                Settlement = json.Settlement is { } settlement && Enum.IsDefined(settlement) ? settlement : throw Bad("settlement must be Charge or Release."),
            };
        }

        return new BudgetCommand(kind, key)
        {
            Budget = new(json.Registry, json.Budget ?? throw Bad("budget is missing: the key of the budget.")),
            Amount = kind switch
            {
                TopUp => json.By is > 0m and var by ? by : throw Bad("by must be an amount above 0; to lower a limit, set it."),
                SetLimit => json.Limit is >= 0m and var limit ? limit : throw Bad("limit must be an amount of 0 or more."),
                _ => 0m,
            },
        };
    }

    private static CommandFault Bad(string detail) => new(400, "The command is not complete", detail);
}
