using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>Reads the JSON of models of clients without their types.</summary>
internal static class ClientJson
{
    /// <summary>Finds the method that writes a model of OpenAI's as JSON, of <c>IPersistableModel</c>; null where the type of the model has none.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What the trimmer has taken away is not found, and then the model is not read.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "As above.")]
    internal static Func<object, string?>? WriterOf(Type type)
    {
        var write = Array.Find(type.GetInterfaces(), static it => it.Name == "IPersistableModel`1")?.GetMethod("Write");
        return write is null || Activator.CreateInstance(write.GetParameters()[0].ParameterType, "J") is not { } asJson
            ? null
            : model => write.Invoke(model, [asJson])?.ToString();
    }

    /// <summary>The JSON object that a text is; null where it does not begin like one.</summary>
    internal static JsonElement? Parse(string? json)
    {
        if (json is null || !json.AsSpan().TrimStart().StartsWith("{"))
            return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
