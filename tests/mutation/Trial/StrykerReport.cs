using System.Text.Json;
using System.Text.RegularExpressions;

namespace BudgetEnforcement.Mutation;

/// <summary>Reads which mutants Stryker put into the library.</summary>
internal static partial class StrykerReport
{
    // Only these are not in it: what did not compile, and what the configuration leaves out.
    private static readonly string[] Absent = ["CompileError", "Ignored"];

    internal static (List<Mutant> Mutants, int CompileErrors) Read(string path)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(path));
        var root = report.RootElement.GetProperty("projectRoot").GetString() ?? string.Empty;
        var mutants = new List<Mutant>();
        var compileErrors = 0;
        foreach (var file in report.RootElement.GetProperty("files").EnumerateObject())
        {
            var lines = file.Value.GetProperty("source").GetString()!.ReplaceLineEndings("\n").Split('\n');
            var name = file.Name.StartsWith(root, StringComparison.Ordinal) ? file.Name[root.Length..].TrimStart('/', '\\') : file.Name;
            foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                var status = mutant.GetProperty("status").GetString();
                if (status == "CompileError")
                    compileErrors++;
                if (Absent.Contains(status))
                    continue;
                var made = Mutant(name, lines, mutant);
                mutants.Add(made with { Occurrence = 1 + mutants.Count(other => other.File == made.File && other.Change == made.Change) });
            }
        }

        return (mutants, compileErrors);
    }

    private static Mutant Mutant(string file, string[] lines, JsonElement mutant)
    {
        var (startLine, startColumn) = Position(mutant, "start");
        var (endLine, endColumn) = Position(mutant, "end");
        return new Mutant(
            int.Parse(mutant.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            file,
            startLine,
            lines[startLine - 1].Trim(),
            Occurrence: 1,
            mutant.GetProperty("mutatorName").GetString()!,
            OneLine(Text(lines, startLine, startColumn, endLine, endColumn)),
            OneLine(mutant.GetProperty("replacement").GetString() ?? string.Empty));
    }

    private static (int Line, int Column) Position(JsonElement mutant, string end)
    {
        var position = mutant.GetProperty("location").GetProperty(end);
        return (position.GetProperty("line").GetInt32(), position.GetProperty("column").GetInt32());
    }

    private static string Text(string[] lines, int startLine, int startColumn, int endLine, int endColumn)
    {
        if (startLine == endLine)
            return lines[startLine - 1][(startColumn - 1)..(endColumn - 1)];
        return string.Join(' ', [lines[startLine - 1][(startColumn - 1)..], .. lines[startLine..(endLine - 1)], lines[endLine - 1][..(endColumn - 1)]]);
    }

    private static string OneLine(string text) => WhiteSpace().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
