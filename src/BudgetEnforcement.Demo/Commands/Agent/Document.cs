namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>A page of Markdown, in sections.</summary>
internal sealed class Document
{
    private const string Fence = "```";

    private Document(IReadOnlyList<DocumentSection> sections) => Sections = sections;

    internal IReadOnlyList<DocumentSection> Sections { get; }

    /// <summary>The README of this project.</summary>
    internal static Document LoadReadme()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "README.md");
        try
        {
            return Parse(File.ReadAllText(file));
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw new InputException($"'{file}' cannot be read: {FileProblem.Describe(file, error)}", error);
        }
    }

    /// <summary>Each heading begins a section; a line within code that looks like a heading does not.</summary>
    internal static Document Parse(string markdown)
    {
        var sections = new List<DocumentSection>();
        var lines = new List<string>();
        var (title, isCode) = ("", false);
        foreach (var line in markdown.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            isCode ^= line.StartsWith(Fence, StringComparison.Ordinal);
            if (isCode || !line.StartsWith('#'))
            {
                lines.Add(line);
                continue;
            }

            End();
            title = line.TrimStart('#').Trim();
        }

        End();
        return new Document(sections);

        void End()
        {
            var text = string.Join('\n', lines).Trim();
            lines.Clear();
            if (text.Length > 0)
                sections.Add(new DocumentSection(title, text));
        }
    }
}

/// <summary>The text under one heading.</summary>
internal sealed record DocumentSection(string Title, string Text);
