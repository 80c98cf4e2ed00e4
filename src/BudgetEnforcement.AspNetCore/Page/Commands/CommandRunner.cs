using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Carries commands out on budgets and on the ledger.</summary>
internal sealed class CommandRunner(BudgetsModel model, CommandBook book, ILogger logger)
{
    /// <summary>Carries a command out once. A client that goes away does not stop it half way.</summary>
    /// <exception cref="CommandFault">It cannot be carried out; nothing was changed, unless the fault is transient.</exception>
    internal async Task<(CommandResultJson Result, bool IsRepeat)> RunAsync(BudgetCommand command, string user)
    {
        var (result, isRepeat) = await book.RunAsync(command, () => CarryOutAsync(command)).ConfigureAwait(false);
        if (!isRepeat)
            AspNetCoreLog.BudgetCommand(logger, user, command.Kind == BudgetCommand.Settle ? "(node)" : command.Budget.Label, command.Text, command.Key);
        return (result, isRepeat);
    }

    private async Task<CommandResultJson> CarryOutAsync(BudgetCommand command)
    {
        try
        {
            if (command.Kind == BudgetCommand.Settle)
                return await SettleAsync(command).ConfigureAwait(false);
            var budget = model.Find(command.Budget) ?? throw new CommandFault(404, "There is no such budget", $"There is no budget {SafeText.Quote(command.Budget.Label)}.");
            return budget.Ledger is { } ledger ? await ChangeSharedAsync(command, ledger, budget.Name).ConfigureAwait(false) : Change(command, budget);
        }
        catch (BudgetLedgerException failure) when (failure.IsTransient)
        {
            throw new CommandFault(503, "The ledger does not answer", "The command may have been carried out or not. Send it again with the same commandKey.");
        }
        catch (ObjectDisposedException)
        {
            throw new CommandFault(503, "The ledger is closed", "The application is stopping. Send it again with the same commandKey.");
        }
        catch (Exception impossible) when (impossible is BudgetLedgerException or ArgumentException or OverflowException)
        {
            throw new CommandFault(409, "The command does not fit what is there", $"{impossible.Message} Nothing was changed.");
        }
    }

    private static CommandResultJson Change(BudgetCommand command, BudgetEnforcer budget)
    {
        var (limit, ended) = ((decimal?)null, (decimal?)null);
        switch (command.Kind)
        {
            case BudgetCommand.TopUp: limit = budget.AdjustLimit(command.Amount); break;
            case BudgetCommand.SetLimit: budget.UpdateLimit(command.Amount); limit = command.Amount; break;
            default: ended = budget.Reset().Spent; break;
        }

        return ResultOf(command, limit, ended);
    }

    private static async Task<CommandResultJson> ChangeSharedAsync(BudgetCommand command, BudgetLedger ledger, string name)
    {
        // The ledger knows a command by its key, so one that is sent to two processes, or again after a restart, counts once too.
        return command.Kind switch
        {
            BudgetCommand.TopUp => ResultOf(command, await ledger.AdjustLimitAsync(name, command.Amount, command.Key).ConfigureAwait(false), null),
            BudgetCommand.SetLimit => ResultOf(command, (await ledger.UpdateLimitAsync(name, command.Amount, command.Key).ConfigureAwait(false)).Limit, null),
            _ => ResultOf(command, null, (await ledger.ResetAsync(name, command.Key).ConfigureAwait(false)).Spent),
        };
    }

    private async Task<CommandResultJson> SettleAsync(BudgetCommand command)
    {
        var ledger = model.Ledger ?? throw new CommandFault(404, "There is no ledger", "The application has no ledger, so there are no nodes to settle.");
        var nodes = await model.ReadNodesAsync(afresh: true, CancellationToken.None).ConfigureAwait(false)
            ?? throw new CommandFault(503, "The ledger does not answer", "Nothing was changed. Send it again with the same commandKey.");
        var node = nodes.FirstOrDefault(each => each.Id == command.Node) ?? throw new CommandFault(404, "There is no such node", "The ledger has no such node, or has forgotten it.");
        if (node.Status == LedgerNodeStatus.Connected)
            throw new CommandFault(409, "The node is alive", "What a living node holds, it spends: only one that is lost can be settled. Nothing was changed.");

        // Settling it again would replace what another user has said since the question was asked.
        if (node.Status == LedgerNodeStatus.Settled)
            throw new CommandFault(409, "The node is settled already", "Somebody has said what it spent. Nothing was changed.");
        if (node.Status == LedgerNodeStatus.Closed)
            throw new CommandFault(409, "The node holds nothing", "It has ended in an orderly way. Nothing was changed.");
        await ledger.SettleAsync(command.Node, command.Settlement).ConfigureAwait(false);
        return new CommandResultJson { Command = command.Kind, Node = command.Node };
    }

    private static CommandResultJson ResultOf(BudgetCommand command, decimal? limit, decimal? ended) => new()
    {
        Command = command.Kind,
        Registry = command.Budget.Registry,
        Budget = command.Budget.Key,
        Limit = limit,
        EndedSpent = ended,
    };
}
