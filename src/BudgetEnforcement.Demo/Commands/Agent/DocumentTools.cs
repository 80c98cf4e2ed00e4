using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>The tools of the agent. Its notes stay, however it ends.</summary>
internal sealed class DocumentTools
{
    internal const string ListSections = "list_sections";
    internal const string ReadSection = "read_section";
    internal const string WriteNote = "write_note";

    private readonly Document _document;
    private readonly SortedDictionary<int, string> _notes = [];

    internal DocumentTools(Document document)
    {
        _document = document;
        All =
        [
            AIFunctionFactory.Create(List, ListSections, "Lists the sections of the document, one a line."),
            AIFunctionFactory.Create(Read, ReadSection, "Reads a section of the document."),
            AIFunctionFactory.Create(Note, WriteNote, "Keeps a note of a section."),
        ];
    }

    internal IList<AITool> All { get; }

    /// <summary>By the numbers of their sections.</summary>
    internal IReadOnlyDictionary<int, string> Notes => _notes;

    internal int Sections => _document.Sections.Count;

    private string List() =>
        string.Join('\n', _document.Sections.Select((section, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1} {section.Title}")));

    private string Read([Description("Its number, from 1.")] int number) => _document.Sections[number - 1].Text;

    private string Note([Description("The number of the section.")] int number, [Description("What it says, in one sentence.")] string note)
    {
        _notes[number] = $"{_document.Sections[number - 1].Title}: {note}";
        return "kept";
    }
}
