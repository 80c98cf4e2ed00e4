using System.CommandLine;
using System.CommandLine.Help;
using BudgetEnforcement.Tool.CommandLine;
using BudgetEnforcement.Tool.Ledgers.Changing;
using BudgetEnforcement.Tool.Ledgers.Reading;
using BudgetEnforcement.Tool.Prices;
using BudgetEnforcement.Tool.Replay;

namespace BudgetEnforcement.Tool;

/// <summary>The program without its process: arguments in, text and an exit code out.</summary>
internal static class ToolApp
{
    internal static Task<int> RunAsync(IReadOnlyList<string> args, ToolHost host, CancellationToken cancellationToken) =>
        ProgramOf(host).RunAsync(args, cancellationToken);

    /// <summary>Parses the arguments that a person typed, valid or not. Nothing is run.</summary>
    internal static ParseResult Parse(IReadOnlyList<string> args, ToolHost host) => ProgramOf(host).Parse(args);

    internal static RootCommand CreateRootCommand(ToolHost host)
    {
        var root = new RootCommand("What would a budget have done to last month's bill? And what do the budgets of a ledger do now?")
        {
            ReplayCommand.Create(host),
            StatusCommand.Create(host),
            WatchCommand.Create(host),
            LimitCommands.CreateTopUp(host),
            LimitCommands.CreateLimit(host),
            ResetCommand.Create(host),
            NodesCommand.Create(host),
            SettleCommand.Create(host),
            TermsCommand.Create(host),
            PricesCommand.Create(host),
            CompletionCommand.Create(host),
        };
        HelpWithExamples.Add(root, "budget replay bill.csv --limit 1000", "budget status --ledger sqlite:budgets.db");
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static CommandProgram ProgramOf(ToolHost host) => new(() => CreateRootCommand(host), host.Output, host.Error);
}
