using Spectre.Console;

namespace BudgetEnforcement.Demo;

/// <summary>The parts of the outside world that a command needs, so that tests can run it without them.</summary>
/// <param name="Console">For people, and for the programs that read our output: nothing else is written there.</param>
/// <param name="Error">Gets the error messages.</param>
/// <param name="Clock">The clock whose time costs money.</param>
internal sealed record DemoHost(IAnsiConsole Console, TextWriter Error, TimeProvider Clock)
{
    /// <summary>Standard output as plain text, which never wraps.</summary>
    internal TextWriter Output => Console.Profile.Out.Writer;

    /// <summary>Whether a live view can be drawn: a terminal that moves its cursor, with a person before it.</summary>
    internal bool IsTerminal => Console.Profile.Out.IsTerminal && Console.Profile.Capabilities is { Ansi: true, Interactive: true };
}
