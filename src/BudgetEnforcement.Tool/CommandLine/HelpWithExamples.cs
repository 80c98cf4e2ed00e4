using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace BudgetEnforcement.Tool.CommandLine;

/// <summary>The help of every command, followed by examples and by the exit codes, which scripts need as much as the options.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly ConditionalWeakTable<Command, string[]> Examples = [];

    /// <summary>Says how a command is used.</summary>
    internal static void Add(Command command, params string[] lines) => Examples.Add(command, lines);

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (Examples.TryGetValue(parseResult.CommandResult.Command, out var lines))
        {
            output.WriteLine("Examples:");
            foreach (var line in lines)
                output.WriteLine($"  {line}");
            output.WriteLine();
        }

        output.WriteLine(ExitCodes.Help);
        return result;
    }
}
