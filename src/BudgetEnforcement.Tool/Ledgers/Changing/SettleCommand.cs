using System.CommandLine;
using BudgetEnforcement.Tool.Ledgers.Output;

namespace BudgetEnforcement.Tool.Ledgers.Changing;

/// <summary><c>settle</c>: says what a lost process spent. The process is the key: it is settled once, or set right.</summary>
internal sealed class SettleCommand : ChangingCommand
{
    private readonly Argument<string> _node = new("NODE") { Description = "The process: its id, or its name where only one has it (budget nodes)." };
    private readonly Option<bool> _charge = new("--charge") { Description = "All that it held counts as spent." };
    private readonly Option<bool> _release = new("--release") { Description = "Nothing of what it held counts as spent." };
    private readonly Option<string[]> _spent = new("--spent") { Description = "The truth: what it spent beyond its last report, as BUDGET=AMOUNT. Budgets that are not named count as 0." };

    private SettleCommand()
    {
    }

    internal static Command Create(ToolHost host)
    {
        var settle = new SettleCommand();
        return settle.Build(
            "settle", "Settles a process that is lost: what it held is free again, and what it spent is said, or guessed. Only one that has ended.", host,
            [settle._node, settle._charge, settle._release, settle._spent, settle.Yes],
            "budget settle worker-7 --charge --ledger sqlite:budgets.db",
            "budget settle worker-7 --spent team=12.50 --yes");
    }

    protected override void Validate(ParseResult parsed)
    {
        var ways = (parsed.GetValue(_charge) ? 1 : 0) + (parsed.GetValue(_release) ? 1 : 0) + (parsed.GetValue(_spent) is { Length: > 0 } ? 1 : 0);
        if (ways != 1)
            throw new InputException("What did it spend? One of --charge, --release and --spent BUDGET=AMOUNT says it.");
        _ = ReadTruth(parsed);
    }

    protected override async Task<int> RunAsync(LedgerSession session, ParseResult parsed, ToolHost host, CancellationToken cancellationToken)
    {
        var node = await FindAsync(session, parsed.GetRequiredValue(_node), cancellationToken).ConfigureAwait(false);
        var truth = ReadTruth(parsed);
        if (ReasonNotTo(node, truth) is { } reason)
        {
            await TellAsync(new Change(false, reason, []), key: null, parsed, host).ConfigureAwait(false);
            return ExitCodes.Ok;
        }

        var held = string.Join(", ", node.Holdings.Select(holding => $"{LedgerMoney.Up(holding.Held, holding.Currency)} of {Printable.Of(holding.BudgetName)}"));
        var how = truth is not null ? $"it spent {string.Join(", ", truth.Select(spent => $"{Readable.Up(spent.Value)} of {Printable.Of(spent.Key)}"))} beyond its last report"
            : parsed.GetValue(_charge) ? "all of that counts as spent" : "none of that counts as spent";
        return await ChangeAsync($"Settle {Describe(node)}, which held {(held.Length > 0 ? held : "nothing")}: {how}?", key: null, parsed, host, async () =>
        {
            // While the question stood, the process may have come back, and others may have settled it.
            var present = await FindAsync(session, node.Id.ToString(), cancellationToken).ConfigureAwait(false);
            if (ReasonNotTo(present, truth) is { } since)
                return new Change(false, since, []);
            if (present.Status != node.Status || present.LastSeenAt != node.LastSeenAt)
                throw new BudgetLedgerException($"{Describe(present)} is not as it was when it was asked about; nothing was changed. See `budget nodes`, and ask again.");
            var budgets = truth is not null
                ? await session.Ledger.SettleAsync(node.Id, truth, cancellationToken).ConfigureAwait(false)
                : await session.Ledger.SettleAsync(node.Id, parsed.GetValue(_charge) ? Settlement.Charge : Settlement.Release, cancellationToken).ConfigureAwait(false);
            var now = string.Join("; ", budgets.Select(budget => LedgerMoney.Describe(budget)));
            return new Change(true, $"{Describe(node)} is settled. {now}{(now.Length > 0 ? ". " : "")}To settle it again in the same way changes nothing.", budgets);
        }).ConfigureAwait(false);
    }

    /// <summary>Why a process is left as it is; null where it can be settled.</summary>
    /// <exception cref="BudgetLedgerException">It lives.</exception>
    private static string? ReasonNotTo(LedgerNodeInfo node, Dictionary<string, decimal>? truth) => node.Status switch
    {
        LedgerNodeStatus.Connected => throw new BudgetLedgerException(
            $"{Describe(node)} was seen a moment ago, at {LedgerTables.Moment(node.LastSeenAt)}. Settle only one that has ended: what a living one holds, it spends."),
        LedgerNodeStatus.Settled when truth is null => $"{Describe(node)} is settled already; nothing was changed.",
        LedgerNodeStatus.Closed when truth is null => $"{Describe(node)} is closed and holds nothing; nothing was changed.",
        _ => null,
    };

    private Dictionary<string, decimal>? ReadTruth(ParseResult parsed)
    {
        if (parsed.GetValue(_spent) is not { Length: > 0 } given)
            return null;
        var truth = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var at = text.LastIndexOf('=');
            if (at < 1 || ExactDecimal.Parse(text.AsSpan(at + 1), out var amount) is not ParseOutcome.Exact)
                throw new InputException($"--spent: {Printable.Quote(text)} is not BUDGET=AMOUNT, such as team=12.50.");
            if (!truth.TryAdd(text[..at], amount))
                throw new InputException($"--spent: {Printable.Quote(text[..at])} is named more than once.");
        }

        return truth;
    }

    private static async Task<LedgerNodeInfo> FindAsync(LedgerSession session, string text, CancellationToken cancellationToken)
    {
        var nodes = await session.Ledger.GetNodesAsync(cancellationToken).ConfigureAwait(false);
        var found = Guid.TryParse(text, out var id) ? nodes.Where(node => node.Id == id).ToList() : nodes.Where(node => node.Name == text).ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new InputException($"The ledger knows no process {Printable.Quote(text)}; `budget nodes` lists them."),
            _ => throw new InputException($"{found.Count} processes are called {Printable.Quote(text)}: name one by its id, of {string.Join(", ", found.Select(node => node.Id))}."),
        };
    }

    private static string Describe(LedgerNodeInfo node) => $"{Printable.Of(node.Name)} ({node.Id})";
}
