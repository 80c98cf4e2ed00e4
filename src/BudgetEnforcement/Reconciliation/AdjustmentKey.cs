using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BudgetEnforcement;

/// <summary>The key of the adjustment of a window in a ledger: source, label and start of the window.</summary>
internal static class AdjustmentKey
{
    private const int LongestLabel = 100;

    internal static string Of(string source, string label, long from) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(source, label)}{UtcMinute.Start(from):yyyy-MM-ddTHH:mmZ}");

    /// <summary>The start of the keys of all windows of a label.</summary>
    /// <remarks>The hash of a label stands there where the label is too long for a key, is not printable, or looks like such a hash.</remarks>
    internal static string PrefixOf(string source, string label)
    {
        var isPlain = !label.StartsWith('#') && !label.Contains('|', StringComparison.Ordinal) && BudgetOptionsRules.IsLabel(label, LongestLabel, spaces: true);
        return $"{source}|{(isPlain ? label : "#" + Convert.ToHexString(SHA256.HashData(Encoding.Unicode.GetBytes(label))))}|";
    }
}
