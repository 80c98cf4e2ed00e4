using System.CommandLine;
using BudgetEnforcement.Tool.Ledgers.Output;

namespace BudgetEnforcement.Tool.Ledgers.Changing;

/// <summary><c>top-up</c> and <c>limit</c>: each is one change under a key, so that one that is sent twice counts once.</summary>
internal sealed class LimitCommands : ChangingCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The budget." };
    private readonly Argument<decimal> _amount;
    private readonly Option<string?> _key = new("--key") { Description = "What the change is known by: sent twice under one key, it counts once. [default: a new one, which is told]" };
    private readonly bool _isRelative;

    private LimitCommands(bool isRelative)
    {
        _isRelative = isRelative;
        _amount = new Argument<decimal>("AMOUNT")
        {
            Description = isRelative ? "What is added to the limit." : "The new limit.",
            CustomParser = result =>
            {
                if (MoneyOption.TryRead("AMOUNT", Printable.Of(result.Tokens.Single().Value), mayBeZero: !isRelative, decimal.MaxValue, out var value) is { } problem)
                    result.AddError(problem);
                return value;
            },
        };
    }

    internal static Command CreateTopUp(ToolHost host)
    {
        var topUp = new LimitCommands(isRelative: true);
        return topUp.Build(
            "top-up", "Raises the limit of a budget by an amount, for everybody, whatever others change at the same time.", host,
            [topUp._name, topUp._amount, topUp._key, topUp.Yes],
            "budget top-up team 500 --ledger sqlite:budgets.db",
            "budget top-up team 500 --key approval-88 --yes");
    }

    internal static Command CreateLimit(ToolHost host)
    {
        var limit = new LimitCommands(isRelative: false);
        return limit.Build(
            "limit", "Sets the limit of a budget, for everybody. It may be below what is spent.", host,
            [limit._name, limit._amount, limit._key, limit.Yes],
            "budget limit team 2500 --ledger sqlite:budgets.db");
    }

    protected override async Task<int> RunAsync(LedgerSession session, ParseResult parsed, ToolHost host, CancellationToken cancellationToken)
    {
        var amount = parsed.GetValue(_amount);
        var budget = await session.FindAsync(parsed.GetRequiredValue(_name), cancellationToken).ConfigureAwait(false);
        var key = parsed.GetValue(_key) ?? $"budget-{Guid.NewGuid():N}";
        var question = _isRelative
            ? $"Raise the limit of {Describe(budget)} by {LedgerMoney.Down(amount, budget.Currency)}?"
            : $"Set the limit of {Describe(budget)} to {LedgerMoney.Down(amount, budget.Currency)}?";
        return await ChangeAsync(question, key, parsed, host, async () =>
        {
            var (hasChanged, message, now) = _isRelative
                ? await TopUpAsync(session, budget, amount, key, cancellationToken).ConfigureAwait(false)
                : await SetAsync(session, budget, amount, key, cancellationToken).ConfigureAwait(false);
            return new Change(hasChanged, $"{message} {LedgerMoney.Describe(now)}.", [now]);
        }).ConfigureAwait(false);
    }

    private static async Task<(bool HasChanged, string Message, LedgerBudgetInfo Now)> TopUpAsync(
        LedgerSession session, LedgerBudgetInfo before, decimal by, string key, CancellationToken cancellationToken)
    {
        // The ledger answers with the limit that the change under this key set, now or long ago. The limit before and after tells whether it was now.
        // It is read again, because others may have changed it while the question stood.
        var present = await session.FindAsync(before.Name, cancellationToken).ConfigureAwait(false);
        var limit = await session.Ledger.AdjustLimitAsync(before.Name, by, key, cancellationToken).ConfigureAwait(false);
        var after = await session.FindAsync(before.Name, cancellationToken).ConfigureAwait(false);
        var text = LedgerMoney.Down(limit, before.Currency);
        return after.Limit != present.Limit
            ? (true, $"The limit is raised to {text}.", after)
            : (false, $"The key was used before, and raised the limit to {text} then; nothing was changed now.", after);
    }

    private static async Task<(bool HasChanged, string Message, LedgerBudgetInfo Now)> SetAsync(
        LedgerSession session, LedgerBudgetInfo before, decimal limit, string key, CancellationToken cancellationToken)
    {
        // As above. Set the limit even if it is so already, because the key that was told must count.
        var text = LedgerMoney.Down(limit, before.Currency);
        var present = await session.FindAsync(before.Name, cancellationToken).ConfigureAwait(false);
        var now = await session.Ledger.UpdateLimitAsync(before.Name, limit, key, cancellationToken).ConfigureAwait(false);
        return now.Limit != limit ? (false, $"The key was used before, and set the limit to {text} then; nothing was changed now.", now)
            : present.Limit == limit ? (false, $"The limit is {text} already; nothing was changed.", now)
            : (true, $"The limit is set to {text}.", now);
    }

    private static string Describe(LedgerBudgetInfo budget) => $"{Printable.Of(budget.Name)}, which is {LedgerMoney.Down(budget.Limit, budget.Currency)},";
}
