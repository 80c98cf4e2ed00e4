using System.CommandLine;
using BudgetEnforcement.PostgreSql;
using BudgetEnforcement.Tool.CommandLine;

namespace BudgetEnforcement.Tool.Ledgers;

/// <summary>The common part of all commands on a ledger: where it is, how its faults are told, and whether the answer is for a program.</summary>
internal abstract class LedgerCommand
{
    private readonly Option<string?> _ledger = new("--ledger")
    {
        Description = $"Where the ledger is: sqlite:FILE or postgres:CONNECTION. [default: the variable {LedgerAddress.Variable}]",
    };

    private readonly Option<string?> _schema = new("--schema") { Description = $"The schema of PostgreSQL that it is in. [default: {PostgreSqlBudgetStore.DefaultSchema}]" };

    /// <summary>Whether the answer is for a program.</summary>
    protected Option<bool> Json { get; } = new("--json") { Description = "Print JSON instead of a table." };

    /// <summary>Makes the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">A sentence that says what it does.</param>
    /// <param name="host">The world around it.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="examples">How it is used.</param>
    protected Command Build(string name, string description, ToolHost host, Symbol[] symbols, params string[] examples)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }

        command.Add(Json);
        command.Add(_ledger);
        command.Add(_schema);
        HelpWithExamples.Add(command, examples);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, host, cancellationToken));
        return command;
    }

    /// <summary>Does it, with the ledger open.</summary>
    protected abstract Task<int> RunAsync(LedgerSession session, ParseResult parsed, ToolHost host, CancellationToken cancellationToken);

    /// <summary>Finds mistakes in the arguments before the ledger is opened.</summary>
    protected virtual void Validate(ParseResult parsed)
    {
    }

    private async Task<int> RunAsync(ParseResult parsed, ToolHost host, CancellationToken cancellationToken)
    {
        Validate(parsed);
        var address = AddressOf(parsed, host);
        try
        {
            var session = await address.OpenAsync(SchemaOf(parsed), cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
                return await RunAsync(session, parsed, host, cancellationToken).ConfigureAwait(false);
        }
        catch (BudgetLedgerException error)
        {
            await host.Error.WriteLineAsync($"error: {Printable.Of(address.WithoutPassword(error.Message), most: 2_000)}").ConfigureAwait(false);
            return ExitCodes.StoreFailed;
        }
        catch (ArgumentException error)
        {
            throw new InputException(Printable.Of(address.WithoutPassword(ProblemOf(error)), most: 2_000), error);
        }
    }

    // The name and the value of a parameter are for programmers.
    private static string ProblemOf(ArgumentException error) =>
        error.Message.IndexOf(" (Parameter '", StringComparison.Ordinal) is > 0 and var end ? error.Message[..end] : error.Message;

    private LedgerAddress AddressOf(ParseResult parsed, ToolHost host)
    {
        if (parsed.GetValue(_ledger) is { } given)
            return LedgerAddress.Parse(given, "--ledger");
        if (host.Environment(LedgerAddress.Variable) is { Length: > 0 } variable)
            return LedgerAddress.Parse(variable, LedgerAddress.Variable);
        throw new InputException($"--ledger is missing: where is the ledger? sqlite:FILE or postgres:CONNECTION; or set {LedgerAddress.Variable}.");
    }

    private string SchemaOf(ParseResult parsed) => parsed.GetValue(_schema) ?? PostgreSqlBudgetStore.DefaultSchema;
}
