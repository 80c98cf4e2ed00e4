using System.Security.Cryptography;
using System.Text;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Which budget is meant: one of the container by its key, or one of a registry.</summary>
/// <param name="Registry">The template of the registry; null for a budget of the container.</param>
/// <param name="Key">The key there.</param>
internal readonly record struct BudgetRef(string? Registry, string Key)
{
    /// <summary>An id for the page, the same as long as the key is the same, and of harmless characters only.</summary>
    internal string ElementId =>
        "b-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Registry?.Length}\0{Registry}\0{Key}")), 0, 8);

    /// <summary>What people call it.</summary>
    internal string Label => (Registry, Key.Length) switch
    {
        (null, 0) => "default",
        (null, _) => SafeText.Of(Key),
        _ => $"{SafeText.Of(Registry)} / {SafeText.Of(Key)}",
    };

    internal string Query => Registry is null
        ? $"?budget={Uri.EscapeDataString(Key)}"
        : $"?registry={Uri.EscapeDataString(Registry)}&budget={Uri.EscapeDataString(Key)}";
}
