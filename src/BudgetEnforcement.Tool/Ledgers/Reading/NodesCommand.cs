using System.CommandLine;
using BudgetEnforcement.Tool.Ledgers.Output;

namespace BudgetEnforcement.Tool.Ledgers.Reading;

/// <summary><c>nodes</c>: the processes that hold money, and those that are in doubt.</summary>
internal sealed class NodesCommand : LedgerCommand
{
    private readonly Option<bool> _inDoubt = new("--in-doubt") { Description = "Only those that are in doubt: they were not seen for a while and hold money." };

    private NodesCommand()
    {
    }

    internal static Command Create(ToolHost host)
    {
        var nodes = new NodesCommand();
        return nodes.Build(
            "nodes", "Shows the processes that spend from a ledger, and what each holds.", host, [nodes._inDoubt],
            "budget nodes --ledger sqlite:budgets.db",
            "budget nodes --in-doubt --json");
    }

    protected override async Task<int> RunAsync(LedgerSession session, ParseResult parsed, ToolHost host, CancellationToken cancellationToken)
    {
        var all = await session.Ledger.GetNodesAsync(cancellationToken).ConfigureAwait(false);
        var nodes = all.Where(node => !parsed.GetValue(_inDoubt) || node.Status is LedgerNodeStatus.InDoubt).ToList();
        if (parsed.GetValue(Json))
            await host.Output.WriteLineAsync(LedgerJson.List("nodes", nodes, LedgerJson.WriteNode)).ConfigureAwait(false);
        else if (nodes.Count == 0)
            await host.Output.WriteLineAsync(all.Count == 0 ? "No process has spent from the ledger." : "No process is in doubt.").ConfigureAwait(false);
        else
            host.Console.Write(LedgerTables.Nodes(nodes));
        return ExitCodes.Ok;
    }
}
