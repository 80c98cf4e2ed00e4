using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.AI;
using BudgetEnforcement.Demo.CommandLine;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>The command line of <c>agent</c>.</summary>
internal sealed class AgentCommand
{
    private const decimal DefaultBudget = 0.003m;
    private const string DefaultModel = "gpt-4o-mini";

    // The document, its notes and the tools, with room to grow.
    private const long LeastInput = 32_000;

    // The book knows a model by who makes it.
    private static readonly string[] Providers = ["openai", "anthropic", "google", "x-ai", "mistral", "deepseek", "cohere", "moonshotai", "minimax", "zhipuai"];

    private readonly Option<decimal?> _budget = MoneyOption.Create(
        "--budget", MoneyOption.Describe("The most that all calls may cost together, in US dollars.", DefaultBudget));

    private readonly Option<string?> _model = new("--model")
    {
        Description = $"The model whose prices count; nothing is sent to it. [default: {DefaultModel}]",
    };

    private AgentCommand()
    {
    }

    internal static Command Create(DemoHost host) => new AgentCommand().Build(host);

    private Command Build(DemoHost host)
    {
        var command = new Command(
            "agent",
            "An agent with tools reads the README of this project and takes notes, under a budget for its calls. Its model is a local one that " +
            "bills by the token, at the prices of a real model.")
        {
            _budget, _model,
        };
        command.SetAction((parsed, cancellationToken) => new AgentSession(ReadOptions(parsed, host.Clock), host).RunAsync(cancellationToken));
        return command;
    }

    private AgentOptions ReadOptions(ParseResult parsed, TimeProvider clock)
    {
        var model = parsed.GetValue(_model) ?? DefaultModel;
        foreach (var provider in Providers)
        {
            if (!PriceBook.Embedded.TryFind(null, provider, model, out var price))
                continue;
            if (price.InputLimit < LeastInput)
                throw new InputException(Text($"--model: '{model}' takes {price.InputLimit:N0} tokens; the agent needs one that takes {LeastInput:N0}."));
            if (price.OutputLimit < AgentSession.MaxOutputTokens)
                throw new InputException(Text($"--model: '{model}' answers with {price.OutputLimit:N0} tokens; the agent needs one that makes {AgentSession.MaxOutputTokens:N0}."));
            if (price.Cost(new AIUsage { InputTokens = 1, OutputTokens = 1 }, clock.GetUtcNow()) is null)
                throw new InputException($"--model: the price book knows no price of '{model}' for today.");
            return new AgentOptions { Budget = parsed.GetValue(_budget) ?? DefaultBudget, Model = model, Provider = provider, Price = price };
        }

        throw new InputException(Text($"--model: '{model}' is not in the price book of {PriceBook.Embedded.AsOf:yyyy-MM-dd}; {DefaultModel} is."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
