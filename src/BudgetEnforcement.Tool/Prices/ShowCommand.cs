using System.CommandLine;
using BudgetEnforcement.AI;
using BudgetEnforcement.Tool.CommandLine;

namespace BudgetEnforcement.Tool.Prices;

/// <summary><c>prices show</c>: shows the price of a model.</summary>
internal sealed class ShowCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "The model, alone or behind its provider: openai/gpt-5.4." };
    private readonly Option<string?> _provider = new("--provider") { Description = "Whose model it is, as the price book names it. [default: what stands before a slash, or every one that has it]" };
    private readonly Option<string?> _prices = new("--prices") { Description = "A file with newer prices. [default: the book of this version]" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON instead of a table." };

    private ShowCommand()
    {
    }

    internal static Command Create(ToolHost host)
    {
        var options = new ShowCommand();
        var show = new Command("show", "Shows what a model costs, by the million tokens, in US dollars.") { options._model, options._provider, options._prices, options._json };
        HelpWithExamples.Add(show, "budget prices show openai/gpt-5.4", "budget prices show claude-sonnet-4-5 --json");
        show.SetAction(parsed => options.Run(parsed, host));
        return show;
    }

    private int Run(ParseResult parsed, ToolHost host)
    {
        var book = parsed.GetValue(_prices) is { } path ? PriceFiles.Load(path) : PriceBook.Embedded;
        var found = new PriceSearch(book, parsed.GetRequiredValue(_model), parsed.GetValue(_provider)).Find();
        if (parsed.GetValue(_json))
            host.Output.WriteLine(PriceText.Json(book, found));
        else
            PriceText.Write(host.Console, book, found, host.Clock.GetUtcNow());
        return ExitCodes.Ok;
    }
}
