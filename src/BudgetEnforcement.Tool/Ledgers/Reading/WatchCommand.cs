using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.Tool.Ledgers.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BudgetEnforcement.Tool.Ledgers.Reading;

/// <summary><c>watch</c>: the budgets as they change, live on a terminal, else a line for each budget that has changed.</summary>
internal sealed class WatchCommand : LedgerCommand
{
    private const int MostSeconds = 3_600;

    private readonly Option<int?> _interval = NumberOption.Count("--interval", "Seconds between two looks. [default: 2]", MostSeconds);
    private readonly Option<int?> _looks = NumberOption.Count("--looks", "End after so many looks. [default: with Ctrl+C]", int.MaxValue);

    private WatchCommand()
    {
    }

    internal static Command Create(ToolHost host)
    {
        var watch = new WatchCommand();
        return watch.Build(
            "watch", "Shows the budgets of a ledger as they change, until Ctrl+C.", host, [watch._interval, watch._looks],
            "budget watch --ledger sqlite:budgets.db",
            "budget watch --interval 10 --looks 6 --json");
    }

    protected override async Task<int> RunAsync(LedgerSession session, ParseResult parsed, ToolHost host, CancellationToken cancellationToken)
    {
        var looks = parsed.GetValue(_looks) ?? int.MaxValue;
        var interval = TimeSpan.FromSeconds(parsed.GetValue(_interval) ?? 2);
        var asJson = parsed.GetValue(Json);
        try
        {
            if (host.IsTerminal && !asJson)
            {
                await host.Console.Live(new Text("…")).StartAsync(context => LookAsync(session, looks, interval, host, view => context.UpdateTarget(view.Draw(host.Console.Profile.Width)), cancellationToken)).ConfigureAwait(false);
                return ExitCodes.Ok;
            }

            LedgerView? last = null;
            await LookAsync(session, looks, interval, host, view => last = Print(view, last, host, asJson), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Cancellation is how a watch ends.
        }

        return ExitCodes.Ok;
    }

    private static async Task LookAsync(LedgerSession session, int looks, TimeSpan interval, ToolHost host, Action<LedgerView> show, CancellationToken cancellationToken)
    {
        LedgerView? view = null;
        for (var look = 1; ; look++)
        {
            try
            {
                var budgets = await session.Ledger.ListAsync(cancellationToken).ConfigureAwait(false);
                var nodes = await session.Ledger.GetNodesAsync(cancellationToken).ConfigureAwait(false);
                view = new LedgerView(budgets, nodes, host.Clock.GetUtcNow(), Problem: null);
            }
            catch (BudgetLedgerException error) when (error.IsTransient && view is not null)
            {
                // The store is away: keep showing what was seen, and ask the store again.
                view = view with { Problem = error.Message };
            }

            show(view);
            if (look >= looks)
                return;
            await Task.Delay(interval, host.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static LedgerView Print(LedgerView view, LedgerView? last, ToolHost host, bool asJson)
    {
        if (asJson)
        {
            host.Output.WriteLine(LedgerJson.List("budgets", view.Budgets, LedgerJson.WriteBudget));
            return view;
        }

        if (view.Problem is not null && last?.Problem is null)
            host.Error.WriteLine($"warning: {Printable.Of(view.Problem, most: 500)}");
        foreach (var budget in view.Budgets.Where(budget => last?.Budgets.Contains(budget) is not true))
            host.Output.WriteLine($"{view.SeenAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}Z {LedgerMoney.Describe(budget)}");
        return view;
    }

    private sealed record LedgerView(IReadOnlyList<LedgerBudgetInfo> Budgets, IReadOnlyList<LedgerNodeInfo> Nodes, DateTimeOffset SeenAt, string? Problem)
    {
        internal Rows Draw(int width)
        {
            var inDoubt = Nodes.Count(node => node.Status is LedgerNodeStatus.InDoubt);
            var footer = $"{LedgerTables.Moment(SeenAt)}: {Nodes.Count(node => node.Status is LedgerNodeStatus.Connected)} processes connected, {inDoubt} in doubt{(inDoubt > 0 ? " (budget nodes --in-doubt)" : "")}. Ctrl+C ends.";
            List<IRenderable> rows = [LedgerTables.Budgets(Budgets, width, withBars: true), new Text(footer)];
            if (Problem is not null)
                rows.Add(new Text($"The store is away; this is what was seen last. {Printable.Of(Problem, most: 300)}"));
            return new Rows(rows);
        }
    }
}
