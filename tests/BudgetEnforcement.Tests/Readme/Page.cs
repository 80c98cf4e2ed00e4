using System.Text.RegularExpressions;

namespace BudgetEnforcement.Tests.Readme;

/// <summary>A page of documentation: the front page, or one beside the sources.</summary>
internal sealed partial class Page
{
    internal Page(string path)
    {
        Path = path;
        Text = RepositoryFiles.Read(path);
    }

    internal static Page Front { get; } = new("README.md");

    internal static Page Tests { get; } = new("tests/README.md");

    /// <summary>Those beside the sources of the library.</summary>
    internal static IReadOnlyList<Page> OfTheLibrary { get; } =
    [
        .. Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryFiles.Root, "src", "BudgetEnforcement"), "README.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new Page(path)),
    ];

    internal static IReadOnlyList<Page> All { get; } = [Front, Tests, .. OfTheLibrary];

    /// <summary>From the root of the repository, with slashes.</summary>
    internal string Path { get; }

    internal string Text { get; }

    /// <summary>
    /// The targets of the links of this page, from the root of the repository, with the headings there in capitals, without links to other sites.
    /// </summary>
    internal IEnumerable<(string Path, string Heading)> Links => LinksIn(Text);

    /// <summary>The targets of the links in a part of this page.</summary>
    internal IEnumerable<(string Path, string Heading)> LinksIn(string part) =>
        from Match match in Link().Matches(part)
        let target = match.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal)
        let parts = target.Split('#')
        select (parts[0].Length == 0 ? Path : Resolve(parts[0]), parts.Length > 1 ? parts[1].ToUpperInvariant() : "");

    /// <summary>The headings, as links name them, in capitals.</summary>
    internal IEnumerable<string> Headings =>
        from Match match in Heading().Matches(Text)
        let plain = NotInAnchors().Replace(match.Groups["text"].Value, "")
        select plain.Replace(' ', '-').ToUpperInvariant();

    /// <summary>The regions of a file of code, which hold what pages show.</summary>
    internal static IEnumerable<string> RegionsOf(string code) => Region().Matches(code).Select(match => Unindent(match.Groups["code"].Value));

    /// <summary>The blocks of C#, without the directives that a file of code has at its top.</summary>
    internal IEnumerable<string> Snippets => Blocks("csharp").Select(block => UsingLine().Replace(block, string.Empty).Trim());

    internal IEnumerable<string> Blocks(string language) =>
        from Match match in Block().Matches(Text)
        where match.Groups["language"].Value == language
        select match.Groups["code"].Value;

    /// <summary>The cells of each row of each table.</summary>
    internal IEnumerable<string[]> Rows =>
        from line in Text.Split('\n')
        where line.StartsWith('|')
        select line.Trim('|').Split('|', StringSplitOptions.TrimEntries);

    public override string ToString() => Path;

    private static string Unindent(string code)
    {
        var lines = code.TrimEnd().Split('\n');
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
    }

    private string Resolve(string target)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.Combine(RepositoryFiles.Root, Path))!;
        return System.IO.Path.GetRelativePath(RepositoryFiles.Root, System.IO.Path.GetFullPath(target, folder)).Replace('\\', '/');
    }

    [GeneratedRegex("""^ *#region .*\n(?<code>(?s:.*?))^ *#endregion""", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex("""^using [A-Za-z.]+;\n""", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex("""\[[^\]]+\]\((?<target>[^)\s]+)\)""")]
    private static partial Regex Link();

    [GeneratedRegex("""^#+ (?<text>.+)$""", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("""[^\w\- ]""")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("""^```(?<language>\w+)\n(?<code>(?s:.*?))^```""", RegexOptions.Multiline)]
    private static partial Regex Block();
}
