using System.CommandLine;
using BudgetEnforcement.Tool.Ledgers.Output;

namespace BudgetEnforcement.Tool.Ledgers.Reading;

/// <summary><c>terms</c>: what was spent in the terms that are over.</summary>
internal sealed class TermsCommand : LedgerCommand
{
    private const int Most = 100_000;

    private readonly Argument<string> _name = new("NAME") { Description = "The budget." };
    private readonly Option<int?> _latest = NumberOption.Count("--latest", "How many at most, the latest first. [default: all]", Most);

    private TermsCommand()
    {
    }

    internal static Command Create(ToolHost host)
    {
        var terms = new TermsCommand();
        return terms.Build(
            "terms", "Shows what was spent of a budget in the terms that are over, the latest first.", host, [terms._name, terms._latest],
            "budget terms team --latest 12 --ledger sqlite:budgets.db");
    }

    protected override async Task<int> RunAsync(LedgerSession session, ParseResult parsed, ToolHost host, CancellationToken cancellationToken)
    {
        var budget = await session.FindAsync(parsed.GetRequiredValue(_name), cancellationToken).ConfigureAwait(false);
        var terms = await session.Ledger.GetTermsAsync(budget.Name, parsed.GetValue(_latest), cancellationToken).ConfigureAwait(false);
        if (parsed.GetValue(Json))
            await host.Output.WriteLineAsync(LedgerJson.List("terms", terms, LedgerJson.WriteTerm)).ConfigureAwait(false);
        else if (terms.Count == 0)
            await host.Output.WriteLineAsync($"No term of {Printable.Of(budget.Name)} is over.").ConfigureAwait(false);
        else
            host.Console.Write(LedgerTables.Terms(terms));
        return ExitCodes.Ok;
    }
}
