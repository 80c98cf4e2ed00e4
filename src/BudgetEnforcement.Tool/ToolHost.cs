using Spectre.Console;

namespace BudgetEnforcement.Tool;

/// <summary>The parts of the outside world that a command needs, so that tests can run it without them.</summary>
/// <param name="Console">For people, and for the programs that read our output: nothing else is written there.</param>
/// <param name="Error">Gets the error messages, and the questions.</param>
/// <param name="Input">Opens standard input: the file that is called <c>-</c>, and the answers to questions.</param>
/// <param name="Clock">The clock of live views.</param>
/// <param name="Environment">Reads a variable of the environment.</param>
internal sealed record ToolHost(
    IAnsiConsole Console, TextWriter Error, Func<Stream> Input, TimeProvider Clock, Func<string, string?> Environment)
{
    /// <summary>Standard output as plain text, which never wraps.</summary>
    internal TextWriter Output => Console.Profile.Out.Writer;

    /// <summary>Whether a live view can be drawn: a terminal that moves its cursor, with a person before it.</summary>
    internal bool IsTerminal => Console.Profile.Out.IsTerminal && Console.Profile.Capabilities is { Ansi: true, Interactive: true };
}
