using System.CommandLine;
using BudgetEnforcement.Tool.Ledgers.Output;

namespace BudgetEnforcement.Tool.Ledgers.Reading;

/// <summary><c>status</c>: the budgets as they stand, and an exit code that tells whether one is exceeded.</summary>
internal sealed class StatusCommand : LedgerCommand
{
    private readonly Argument<string?> _name = new("NAME") { Description = "One budget. [default: all]", Arity = ArgumentArity.ZeroOrOne };

    private StatusCommand()
    {
    }

    internal static Command Create(ToolHost host)
    {
        var status = new StatusCommand();
        return status.Build(
            "status", "Shows the budgets of a ledger as they stand. Ends with exit code 3 where one is exceeded.", host, [status._name],
            "budget status --ledger sqlite:budgets.db",
            "budget status team --json");
    }

    protected override async Task<int> RunAsync(LedgerSession session, ParseResult parsed, ToolHost host, CancellationToken cancellationToken)
    {
        IReadOnlyList<LedgerBudgetInfo> budgets = parsed.GetValue(_name) is { } name
            ? [await session.FindAsync(name, cancellationToken).ConfigureAwait(false)]
            : await session.Ledger.ListAsync(cancellationToken).ConfigureAwait(false);
        if (parsed.GetValue(Json))
            await host.Output.WriteLineAsync(LedgerJson.List("budgets", budgets, LedgerJson.WriteBudget)).ConfigureAwait(false);
        else if (budgets.Count == 0)
            await host.Output.WriteLineAsync("The ledger has no budgets yet.").ConfigureAwait(false);
        else
            host.Console.Write(LedgerTables.Budgets(budgets, host.Console.Profile.Width));
        return budgets.Any(budget => budget.Status is BudgetStatus.Exceeded) ? ExitCodes.Exceeded : ExitCodes.Ok;
    }
}
