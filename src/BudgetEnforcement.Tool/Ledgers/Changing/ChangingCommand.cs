using System.CommandLine;
using System.Text;
using BudgetEnforcement.Tool.Ledgers.Output;

namespace BudgetEnforcement.Tool.Ledgers.Changing;

/// <summary>The common part of all commands that change money: they ask first, and tell the key that makes a repeat harmless.</summary>
internal abstract class ChangingCommand : LedgerCommand
{
    private const int MostAnswer = 100;

    /// <summary>Whether the command asks no question.</summary>
    protected Option<bool> Yes { get; } = new("--yes") { Description = "Change it without asking." };

    /// <summary>Changes money, once the user has said yes.</summary>
    /// <param name="question">The question that says what is about to happen.</param>
    /// <param name="key">The key to give with a repeat, so that it is harmless; null where the command itself says it.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="host">The world around it.</param>
    /// <param name="change">
    /// Makes the change and returns the result. It reads again what the question was about, because others may have changed it meanwhile.
    /// </param>
    protected async Task<int> ChangeAsync(string question, string? key, ParseResult parsed, ToolHost host, Func<Task<Change>> change)
    {
        if (!parsed.GetValue(Yes) && !await IsConfirmedAsync(question, host).ConfigureAwait(false))
        {
            await host.Error.WriteLineAsync("Nothing was changed. --yes changes it without asking.").ConfigureAwait(false);
            return ExitCodes.NotConfirmed;
        }

        // Tell the key before the change: a person who does not learn the result needs the key to ask again.
        if (key is not null)
            await host.Error.WriteLineAsync($"key: {Printable.Of(key, most: 200)} (the same command with --key \"{Printable.Of(key, most: 200)}\" changes nothing more)").ConfigureAwait(false);
        await TellAsync(await change().ConfigureAwait(false), key, parsed, host).ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    /// <summary>Tells a person or a program the result.</summary>
    protected async Task TellAsync(Change done, string? key, ParseResult parsed, ToolHost host)
    {
        if (!parsed.GetValue(Json))
        {
            await host.Output.WriteLineAsync(done.Message).ConfigureAwait(false);
            return;
        }

        await host.Output.WriteLineAsync(LedgerJson.Object(json =>
        {
            json.WriteBoolean("changed", done.HasChanged);
            json.WriteString("key", key);
            json.WriteString("message", done.Message);
            json.WriteStartArray("budgets");
            foreach (var budget in done.Budgets)
            {
                json.WriteStartObject();
                LedgerJson.WriteBudget(json, budget);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        })).ConfigureAwait(false);
    }

    private static async Task<bool> IsConfirmedAsync(string question, ToolHost host)
    {
        await host.Error.WriteAsync($"{question} [y/N] ").ConfigureAwait(false);
        await host.Error.FlushAsync().ConfigureAwait(false);
        var answer = new StringBuilder();
        var input = host.Input();
        await using (input.ConfigureAwait(false))
        {
            var letter = new byte[1];
            while (answer.Length < MostAnswer && await input.ReadAsync(letter).ConfigureAwait(false) == 1 && letter[0] is not (byte)'\n')
                answer.Append((char)letter[0]);
        }

        await host.Error.WriteLineAsync().ConfigureAwait(false);
        return answer.ToString().Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>The result of a change.</summary>
    /// <param name="HasChanged">Whether the change has changed anything.</param>
    /// <param name="Message">A sentence about it.</param>
    /// <param name="Budgets">The budgets that it is about, as they stand now.</param>
    protected sealed record Change(bool HasChanged, string Message, IReadOnlyList<LedgerBudgetInfo> Budgets);
}
