using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using BudgetEnforcement.AI;
using BudgetEnforcement.Tool.CommandLine;
using BudgetEnforcement.Tool.Prices.Building;

namespace BudgetEnforcement.Tool.Prices;

/// <summary><c>prices build</c>: makes a price book of the files of others, or checks one that was made.</summary>
internal sealed class BuildCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The price book that is made." };
    private readonly Argument<string?> _made = new("SOURCE") { Description = "A price book that was made already, to be checked and copied.", Arity = ArgumentArity.ZeroOrOne };
    private readonly SourceOptions _prices = new("genai-prices", "data_slim.json or data.json of genai-prices: prices, and how endpoints and names match.");
    private readonly SourceOptions _limits = new("models-dev", "api.json of models.dev: limits and service tiers.");
    private readonly Option<bool> _yes = new("--yes") { Description = "Write over a file that is there." };

    private BuildCommand()
    {
    }

    internal static Command Create(ToolHost host)
    {
        var options = new BuildCommand();
        var build = new Command(
            "build",
            "Makes a price book for --prices of replay and for PriceBook.Load, of the files that others publish, with what BudgetEnforcement knows better; or checks one to the last key. Where a key is not known nothing is written: it could be a price.")
        {
            options._file, options._made, options._yes,
        };
        options._prices.AddTo(build);
        options._limits.AddTo(build);
        HelpWithExamples.Add(build, "budget prices build prices.json --genai-prices data_slim.json --models-dev api.json", "budget prices build prices.json downloaded.json");
        build.SetAction(parsed => options.Run(parsed, host));
        return build;
    }

    private int Run(ParseResult parsed, ToolHost host)
    {
        var target = parsed.GetRequiredValue(_file);
        var (book, content) = Read(parsed);
        PriceFiles.Write(target, content, parsed.GetValue(_yes));
        host.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Printable.Of(target, most: 500)}: the prices of {book.AsOf:yyyy-MM-dd}, from {string.Join(", ", book.Sources.Select(Describe))}."));
        if (book.IsOutdated(host.Clock.GetUtcNow()))
            host.Error.WriteLine("note: these prices are more than 90 days old; some will have changed.");
        return ExitCodes.Ok;
    }

    private (PriceBook Book, byte[] Content) Read(ParseResult parsed)
    {
        var made = parsed.GetValue(_made);
        if (made is not null != (parsed.GetValue(_prices.File) is null && parsed.GetValue(_limits.File) is null))
            throw new InputException("What is it made of? Either a price book that was made, or --genai-prices and --models-dev.");
        var content = made is not null ? PriceFiles.Read(made) : Make(parsed);
        return (PriceFiles.Parse(content, made ?? "What was made"), content);
    }

    private byte[] Make(ParseResult parsed)
    {
        var (prices, limits) = (_prices.Read(parsed), _limits.Read(parsed));
        try
        {
            return Encoding.UTF8.GetBytes(BookMaker.Make(prices, limits, Facts.Embedded));
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new InputException($"No price book can be made of these files: {Printable.Of(error.Message, most: 1_000)}", error);
        }
    }

    private static string Describe(PriceSource source) => string.Create(CultureInfo.InvariantCulture, $"{Printable.Of(source.Name)} ({source.AsOf:yyyy-MM-dd})");
}
