using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.AI;
using BudgetEnforcement.Tool.CommandLine;

namespace BudgetEnforcement.Tool.Prices;

/// <summary><c>prices</c>: what the price book says, and whether a file is one.</summary>
internal sealed class PricesCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "The model, alone or behind its provider: openai/gpt-5.4." };
    private readonly Argument<string> _file = new("FILE") { Description = "The price book that is made." };
    private readonly Argument<string> _source = new("SOURCE") { Description = "A price book in JSON, as tests/BudgetEnforcement.Prices of the sources of BudgetEnforcement makes it." };
    private readonly Option<string?> _provider = new("--provider") { Description = "Whose model it is, as the price book names it. [default: what stands before a slash, or every one that has it]" };
    private readonly Option<string?> _prices = new("--prices") { Description = "A file with newer prices. [default: the book of this version]" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON instead of a table." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Write over a file that is there." };

    private PricesCommand()
    {
    }

    internal static Command Create(ToolHost host)
    {
        var prices = new PricesCommand();
        return new Command("prices", "What models cost, by the price book.") { prices.CreateShow(host), prices.CreateBuild(host) };
    }

    private Command CreateShow(ToolHost host)
    {
        var show = new Command("show", "Shows what a model costs, by the million tokens, in US dollars.") { _model, _provider, _prices, _json };
        HelpWithExamples.Add(show, "budget prices show openai/gpt-5.4", "budget prices show claude-sonnet-4-5 --json");
        show.SetAction(parsed =>
        {
            var book = BookOf(parsed);
            var found = new PriceSearch(book, parsed.GetRequiredValue(_model), parsed.GetValue(_provider)).Find();
            if (parsed.GetValue(_json))
                host.Output.WriteLine(PriceText.Json(book, found));
            else
                PriceText.Write(host.Console, book, found, host.Clock.GetUtcNow());
            return ExitCodes.Ok;
        });
        return show;
    }

    private Command CreateBuild(ToolHost host)
    {
        var build = new Command("build", "Checks a price book to the last key and puts it where replay finds it with --prices. A book that cannot be read whole is refused, and nothing is written.")
        {
            _file, _source, _yes,
        };
        HelpWithExamples.Add(build, "budget prices build prices.json downloaded.json");
        build.SetAction(parsed =>
        {
            var (target, source) = (parsed.GetRequiredValue(_file), parsed.GetRequiredValue(_source));
            var book = PriceFiles.Load(source);
            PriceFiles.Copy(source, target, parsed.GetValue(_yes));
            host.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Printable.Of(target, most: 500)}: the prices of {book.AsOf:yyyy-MM-dd}, from {string.Join(", ", book.Sources.Select(each => Printable.Of(each.Name)))}."));
            if (book.IsOutdated(host.Clock.GetUtcNow()))
                host.Error.WriteLine("note: these prices are more than 90 days old; some will have changed.");
            return ExitCodes.Ok;
        });
        return build;
    }

    private PriceBook BookOf(ParseResult parsed) => parsed.GetValue(_prices) is { } path ? PriceFiles.Load(path) : PriceBook.Embedded;
}
