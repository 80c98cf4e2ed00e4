using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Which budget is meant: one of the container by its key, or one of a registry.</summary>
/// <param name="Registry">The template of the registry; null for a budget of the container.</param>
/// <param name="Key">The key there.</param>
internal readonly record struct BudgetRef(string? Registry, string Key)
{
    /// <summary>The name of the field that <see cref="Field"/> is for.</summary>
    internal const string FieldName = "which";

    /// <summary>An id for the page, the same as long as the key is the same, and of harmless characters only.</summary>
    internal string ElementId =>
        "b-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Registry?.Length}\0{Registry}\0{Key}")), 0, 8);

    /// <summary>The name of the budget for people.</summary>
    internal string Label => (Registry, Key.Length) switch
    {
        (null, 0) => "default",
        (null, _) => SafeText.Of(Key),
        _ => $"{SafeText.Of(Registry)} / {SafeText.Of(Key)}",
    };

    /// <summary>The query that says which budget is meant.</summary>
    internal string Query => "?" + Field;

    /// <summary>
    /// The same for the field of a form. A key as it is would not come back the same: a page shows some characters as their code, and browsers
    /// change the ends of lines.
    /// </summary>
    internal string Field => Registry is null
        ? $"budget={Uri.EscapeDataString(Key)}"
        : $"registry={Uri.EscapeDataString(Registry)}&budget={Uri.EscapeDataString(Key)}";

    /// <summary>The budget that a query means.</summary>
    internal static BudgetRef Of(IQueryCollection query) =>
        query.TryGetValue(FieldName, out var field) ? OfField(field.ToString()) : new(TextOrNull(query["registry"]), query["budget"].ToString());

    /// <summary>The budget that a form means.</summary>
    internal static BudgetRef Of(IFormCollection form) => OfField(form[FieldName].ToString());

    private static BudgetRef OfField(string field)
    {
        var values = QueryHelpers.ParseQuery(field);
        return new(TextOrNull(values.GetValueOrDefault("registry")), values.GetValueOrDefault("budget").ToString());
    }

    private static string? TextOrNull(StringValues values) => values.ToString() is { Length: > 0 } text ? text : null;
}
