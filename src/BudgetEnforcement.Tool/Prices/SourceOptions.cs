using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using BudgetEnforcement.AI;
using BudgetEnforcement.Tool.Prices.Building;

namespace BudgetEnforcement.Tool.Prices;

/// <summary>The options that name a file of others, its day and its licence.</summary>
internal sealed class SourceOptions
{
    private readonly string _name;
    private readonly Option<DateOnly?> _date;
    private readonly Option<string?> _licence;

    /// <param name="name">The option for the file, without its dashes.</param>
    /// <param name="description">A text that says what the file is.</param>
    internal SourceOptions(string name, string description)
    {
        _name = name;
        File = new Option<string?>("--" + name) { Description = description, HelpName = "FILE" };
        _date = new Option<DateOnly?>($"--{name}-date")
        {
            Description = "The day of that file, such as 2026-08-21. [default: the day on which it was written, in UTC]",
            HelpName = "DATE",
            CustomParser = ParseDate,
        };
        _licence = new Option<string?>($"--{name}-licence") { Description = "A file with the text of its licence. [default: as in the book of this version]", HelpName = "FILE" };
    }

    internal Option<string?> File { get; }

    internal void AddTo(Command command)
    {
        command.Add(File);
        command.Add(_date);
        command.Add(_licence);
    }

    /// <exception cref="InputException">The file is not named, cannot be read, or is not what it should be.</exception>
    internal SourceFile Read(ParseResult parsed)
    {
        if (parsed.GetValue(File) is not { } path)
            throw new InputException($"--{_name} is missing: a book is made of both files.");
        var json = Encoding.UTF8.GetString(PriceFiles.Read(path));
        var licence = parsed.GetValue(_licence) is { } licencePath ? Encoding.UTF8.GetString(PriceFiles.Read(licencePath)) : null;
        var date = parsed.GetValue(_date) ?? DateOnly.FromDateTime(System.IO.File.GetLastWriteTimeUtc(path));
        try
        {
            return SourceFile.Of(_name, json, date, licence);
        }
        catch (FormatException error)
        {
            throw new InputException($"--{_name}: {Printable.Of(error.Message, most: 1_000)}", error);
        }
    }

    private DateOnly? ParseDate(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;

        result.AddError($"--{_name}-date: {Printable.Quote(text)} is no day such as 2026-08-21.");
        return null;
    }
}
