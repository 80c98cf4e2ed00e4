using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BudgetEnforcement;

/// <summary>What the adjustment of a window is known by in a ledger: source, label and start of the window.</summary>
internal static class AdjustmentKey
{
    private const int LongestLabel = 100;

    internal static string Of(string source, string label, long from) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(source, label)}{UtcMinute.Start(from):yyyy-MM-ddTHH:mmZ}");

    /// <summary>How the keys of all windows of a label begin.</summary>
    /// <remarks>A label that is too long for a key, or not printable, stands there as its hash; so does one that looks like such a hash.</remarks>
    internal static string PrefixOf(string source, string label)
    {
        var isPlain = !label.StartsWith('#') && !label.Contains('|', StringComparison.Ordinal) && BudgetOptionsRules.IsLabel(label, LongestLabel, spaces: true);
        return $"{source}|{(isPlain ? label : "#" + Convert.ToHexString(SHA256.HashData(Encoding.Unicode.GetBytes(label))))}|";
    }
}
