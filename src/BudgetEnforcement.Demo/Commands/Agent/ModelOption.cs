using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>The option that names the model whose prices count.</summary>
internal static class ModelOption
{
    private const string DefaultModel = "gpt-4o-mini";

    // The document, its notes and the tools, with room to grow.
    private const long LeastInput = 32_000;

    // The book knows a model by the company that makes it.
    private static readonly string[] Providers = ["openai", "anthropic", "google", "x-ai", "mistral", "deepseek", "cohere", "moonshotai", "minimax", "zhipuai"];

    internal static Option<string?> Create() => new("--model")
    {
        Description = $"The model whose prices count; nothing is sent to it. [default: {DefaultModel}]",
    };

    /// <param name="name">The model; null for the default.</param>
    /// <param name="clock">Prices depend on the day.</param>
    /// <exception cref="InputException">The agent cannot work with it.</exception>
    internal static PricedModel Find(string? name, TimeProvider clock)
    {
        var model = name ?? DefaultModel;
        foreach (var provider in Providers)
        {
            if (!PriceBook.Embedded.TryFind(null, provider, model, out var price))
                continue;
            if (price.InputLimit < LeastInput)
                throw new InputException(Text($"--model: '{model}' takes {price.InputLimit:N0} tokens; the agent needs one that takes {LeastInput:N0}."));
            if (price.OutputLimit < NoteTakingAgent.MaxOutputTokens)
                throw new InputException(Text($"--model: '{model}' answers with {price.OutputLimit:N0} tokens; the agent needs one that makes {NoteTakingAgent.MaxOutputTokens:N0}."));
            if (price.Cost(new AIUsage { InputTokens = 1, OutputTokens = 1 }, clock.GetUtcNow()) is null)
                throw new InputException($"--model: the price book knows no price of '{model}' for today.");
            return new PricedModel(provider, model, price);
        }

        throw new InputException(Text($"--model: '{model}' is not in the price book of {PriceBook.Embedded.AsOf:yyyy-MM-dd}; {DefaultModel} is."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A model of the price book.</summary>
/// <param name="Provider">Whose model it is, as the price book names it.</param>
/// <param name="Name">The name of the model.</param>
/// <param name="Price">The price of the model.</param>
internal sealed record PricedModel(string Provider, string Name, ModelPrice Price);
