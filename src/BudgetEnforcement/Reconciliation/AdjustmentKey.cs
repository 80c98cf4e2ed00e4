using System.Security.Cryptography;
using System.Text;

namespace BudgetEnforcement;

/// <summary>What the adjustment of a window is known by in a ledger: source, label and start of the window.</summary>
internal static class AdjustmentKey
{
    private const int LongestLabel = 100;

    /// <remarks>A label that is too long for a key, or not printable, stands there as its hash; so does one that looks like such a hash.</remarks>
    internal static string Of(string source, string label, long from)
    {
        var isPlain = !label.StartsWith('#') && BudgetOptionsRules.IsLabel(label, LongestLabel, spaces: true);
        var name = isPlain ? label : "#" + Convert.ToHexString(SHA256.HashData(Encoding.Unicode.GetBytes(label)));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{source}|{name}|{UtcMinute.Start(from):yyyy-MM-ddTHH:mmZ}");
    }
}
