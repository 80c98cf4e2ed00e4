using System.CommandLine;
using System.CommandLine.Parsing;

namespace BudgetEnforcement.Terminal;

/// <summary>
/// The mistakes in a command line, for the person who typed it: a line for each mistake, which names the option and what it expects.
/// </summary>
internal static class CommandLineMistakes
{
    private const int MostTypos = 2;

    /// <summary>The mistakes in the order of the command line; none where it can be run.</summary>
    /// <param name="args">What was typed.</param>
    /// <param name="parsed">What the parser made of it.</param>
    internal static IReadOnlyList<string> Of(IReadOnlyList<string> args, ParseResult parsed)
    {
        string[] beforeFiles = [.. args.TakeWhile(arg => arg != "--")];
        var unknown = beforeFiles.Where(arg => LooksLikeAnOption(arg) && IsTakenForAValue(parsed, arg)).ToArray();
        if (unknown.Length > 0)
            return [.. unknown.Select(arg => DescribeUnknownOption(NameOf(arg), parsed))];

        var flags = beforeFiles.Select(arg => DescribeFlag(arg, parsed)).OfType<string>();
        return [.. flags.Concat(parsed.Errors.Select(error => Describe(error, parsed))).Distinct()];
    }

    // The parser takes an option that it does not know for the name of a file, or for the value of the option before. A negative number is a value.
    private static bool LooksLikeAnOption(string arg) => arg is ['-', '-', _, ..] || (arg is ['-', var first, ..] && char.IsLetter(first));

    private static bool IsTakenForAValue(ParseResult parsed, string arg) =>
        parsed.Tokens.Any(token => token.Type is TokenType.Argument && token.Value == arg);

    private static string DescribeUnknownOption(string name, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command is RootCommand)
            return $"There is no option '{name}' before a command.";
        return command.Options.Any(option => option.Name == name)
            ? $"'{name}' belongs behind '{command.Name}'."
            : $"There is no option '{name}' of {command.Name}.{Resemblance(name, command)}";
    }

    private static string Resemblance(string name, Command command)
    {
        var nearest = command.Options.MinBy(option => Distance(option.Name, name));
        return nearest is not null && Distance(nearest.Name, name) <= MostTypos ? $" Did you mean '{nearest.Name}'?" : "";
    }

    // How many letters to insert, to leave out or to change (Levenshtein).
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    // The parser takes a value that a switch cannot have for the name of a file.
    private static string? DescribeFlag(string arg, ParseResult parsed)
    {
        var name = NameOf(arg);
        return name != arg
            && parsed.CommandResult.Command.Options.Any(option => option.Name == name && option.ValueType == typeof(bool))
            && !bool.TryParse(arg[(name.Length + 1)..], out _)
                ? $"{name} is there or not; it takes no '{arg[(name.Length + 1)..]}'."
                : null;
    }

    private static string NameOf(string arg) => arg.Split('=', ':')[0];

    private static string Describe(ParseError error, ParseResult parsed)
    {
        var commands = string.Join(", ", parsed.RootCommandResult.Command.Subcommands.Where(command => !command.Hidden).Select(command => command.Name));
        var surplus = parsed.UnmatchedTokens is [var first, ..] ? first : null;
        return error.SymbolResult switch
        {
            OptionResult { Implicit: false, Tokens.Count: 0 } option => $"{option.Option.Name} needs a value: {option.Option.Description}",
            OptionResult { Tokens.Count: > 1, Option.Arity.MaximumNumberOfValues: 1 } option => $"{option.Option.Name} may be given once only.",
            ArgumentResult or CommandResult { Command: not RootCommand } when surplus is not null => $"'{surplus}' is one argument too many.",
            CommandResult when surplus is not null => $"There is no command '{surplus}'. The commands: {commands}.",
            CommandResult { Command: RootCommand } => $"A command is missing: {commands}.",
            CommandResult { Command.Subcommands: { Count: > 0 } parts } group => $"A command of {group.Command.Name} is missing: {string.Join(", ", parts.Select(part => part.Name))}.",
            _ => error.Message,
        };
    }
}
