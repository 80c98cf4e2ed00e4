using System.Text.RegularExpressions;

namespace BudgetEnforcement.Tests;

/// <summary>The log events of all projects, as their sources declare them: whoever filters a log by id or name must mean one event.</summary>
public sealed partial class DeclaredEventsTests
{
    private static IReadOnlyList<(string Project, int Id, string Name)> Declared { get; } =
    [
        .. from project in Directory.GetDirectories(Path.Combine(RepositoryFiles.Root, "src"))
           from file in Directory.GetFiles(project, "*.cs", SearchOption.AllDirectories)
           where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
           from Match declaration in Declaration().Matches(File.ReadAllText(file))
           select (Path.GetFileName(project), int.Parse(declaration.Groups["id"].Value, System.Globalization.CultureInfo.InvariantCulture), declaration.Groups["name"].Value),
    ];

    [Fact]
    public void Events_OfAllProjects_HaveIdsAndNamesOfTheirOwn()
    {
        Declared.Count(it => it.Project == "BudgetEnforcement").Should().Be(LogEvents.All.Count, "none that the compiler sees is missed here");
        Declared.Select(it => it.Id).Should().OnlyHaveUniqueItems();
        Declared.Select(it => it.Name).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Events_OfEachProject_LieInARangeOfItsOwn()
    {
        var ranges = Declared.GroupBy(it => it.Project).Select(project => (From: project.Min(it => it.Id), To: project.Max(it => it.Id))).OrderBy(range => range.From).ToList();

        ranges.Zip(ranges.Skip(1)).Should().NotContain(pair => pair.First.To >= pair.Second.From);
    }

    [GeneratedRegex("""\[LoggerMessage\(\s*(EventId\s*=\s*)?(?<id>\d+),[^\]]*?EventName\s*=\s*"(?<name>\w+)""", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Declaration();
}
