using System.Text.Json;

namespace BudgetEnforcement.Mutation;

/// <summary>The verdicts of the last run, so that a run over the survivors can start from them.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Lock Gate = new();

    internal static void Write(string path, IEnumerable<Verdict> verdicts)
    {
        lock (Gate)
            File.WriteAllText(path, JsonSerializer.Serialize(verdicts, Indented));
    }

    internal static List<Verdict> Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<List<Verdict>>(File.ReadAllText(path)) ?? [] : [];
}
