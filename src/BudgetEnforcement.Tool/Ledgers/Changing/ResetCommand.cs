using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.Tool.Ledgers.Output;

namespace BudgetEnforcement.Tool.Ledgers.Changing;

/// <summary><c>reset</c>: ends a term. Its key is the term, so that a repeat finds that it is over.</summary>
internal sealed class ResetCommand : ChangingCommand
{
    private const string KeyPrefix = "term-";

    private readonly Argument<string> _name = new("NAME") { Description = "The budget." };
    private readonly Option<string?> _key = new("--key") { Description = $"The term to end, such as {KeyPrefix}7: where it is over, nothing is changed. [default: the present one, which is told]" };

    private ResetCommand()
    {
    }

    internal static Command Create(ToolHost host)
    {
        var reset = new ResetCommand();
        return reset.Build(
            "reset", "Ends the present term of a budget and begins a new one, in which nothing is spent yet, for everybody.", host, [reset._name, reset._key, reset.Yes],
            "budget reset team --ledger sqlite:budgets.db",
            "budget reset team --key term-7 --yes");
    }

    protected override void Validate(ParseResult parsed)
    {
        if (parsed.GetValue(_key) is { } key && !TryReadTerm(key, out _))
            throw new InputException($"--key: {Printable.Quote(key)} is no term such as {KeyPrefix}7.");
    }

    protected override async Task<int> RunAsync(LedgerSession session, ParseResult parsed, ToolHost host, CancellationToken cancellationToken)
    {
        var budget = await session.FindAsync(parsed.GetRequiredValue(_name), cancellationToken).ConfigureAwait(false);
        var meant = parsed.GetValue(_key) is { } given && TryReadTerm(given, out var term) ? term : budget.Term;
        var key = string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{meant}");
        var question = $"End term {meant.ToString(CultureInfo.InvariantCulture)} of {Printable.Of(budget.Name)}, in which {LedgerMoney.Up(budget.Spent, budget.Currency)} of {LedgerMoney.Down(budget.Limit, budget.Currency)} is spent?";
        return await ChangeAsync(question, key, parsed, host, async () =>
        {
            var present = await session.FindAsync(budget.Name, cancellationToken).ConfigureAwait(false);
            if (present.Term != meant)
                return new Change(false, string.Create(CultureInfo.InvariantCulture, $"Term {meant} is not the present one, which is {present.Term}; nothing was changed."), [present]);
            var ended = await session.Ledger.ResetAsync(budget.Name, key, cancellationToken).ConfigureAwait(false);
            var now = await session.FindAsync(budget.Name, cancellationToken).ConfigureAwait(false);
            return new Change(true, $"Ended: {LedgerMoney.Describe(ended)}. Now {LedgerMoney.Describe(now)}.", [now]);
        }).ConfigureAwait(false);
    }

    private static bool TryReadTerm(string key, out long term)
    {
        term = 0;
        return key.StartsWith(KeyPrefix, StringComparison.Ordinal)
            && long.TryParse(key.AsSpan(KeyPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out term);
    }
}
