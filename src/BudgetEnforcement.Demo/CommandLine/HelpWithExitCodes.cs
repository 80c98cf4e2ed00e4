using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BudgetEnforcement.Demo.CommandLine;

/// <summary>The help of every command, followed by the exit codes, which scripts need as much as the options.</summary>
internal sealed class HelpWithExitCodes(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(ExitCodes.Help);
        return result;
    }
}
