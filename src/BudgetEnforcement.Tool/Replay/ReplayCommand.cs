using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.Tool.CommandLine;
using BudgetEnforcement.Tool.Replay.Presets;

namespace BudgetEnforcement.Tool.Replay;

/// <summary>The command line of <c>replay</c>: its options.</summary>
internal sealed partial class ReplayCommand
{
    private const decimal SampleLimit = 0.40m;
    private const string SampleCost = "cost";
    private const string NoPreset = "none";

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Recorded costs: CSV with a header, packed by gzip or not; - is standard input. [default: a sample of made-up costs]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<decimal[]> _limits = MoneyOptions.CreateMany(
        "--limit", string.Create(CultureInfo.InvariantCulture, $"The budget, in the unit of the costs; needed with a FILE. Given several times, it compares them. [default for the sample: {SampleLimit}]"));

    private readonly Option<string?> _cost = new("--cost-column") { Description = "The column with the cost of a row. [default: the only one that can be it]" };
    private readonly Option<string?> _time = new("--time-column") { Description = "The column with the time of a row: rows count in the order of time. [default: the only one that can be it]" };
    private readonly Option<string?> _currency = new("--currency-column") { Description = "The column with the currency of a row. [default: one that is called so]" };
    private readonly Option<string?> _groupBy = new("--group-by")
    {
        Description = "Sum rows of equal value in this column into one cost, in order of first appearance. " +
            "The line told for a group is that of its first row.",
    };

    private readonly Option<string[]> _distinctBy = new("--distinct-by") { Description = "Count rows that are equal in these columns once. Several are separated by commas." };
    private readonly Option<string[]> _where = new("--where") { Description = "Count only rows with COLUMN=VALUE, or with COLUMN!=VALUE. Given several times, all must hold." };
    private readonly Option<string[]> _ignored = new("--ignore-column") { Description = "Leave a column aside that looks as if it mattered." };

    private readonly Option<string?> _input = new("--input-tokens-column") { Description = "The column with its input tokens." };
    private readonly Option<string?> _output = new("--output-tokens-column") { Description = "The column with its output tokens." };
    private readonly Option<string?> _cached = new("--cached-tokens-column") { Description = "The column with the part of its input tokens that was read from a cache." };
    private readonly Option<string?> _cacheWrite = new("--cache-write-tokens-column") { Description = "The column with the part of its input tokens that was written to a cache." };
    private readonly Option<string?> _reasoning = new("--reasoning-tokens-column") { Description = "The column with the part of its output tokens that is reasoning." };
    private readonly Option<decimal?> _inputPrice = MoneyOption.Create("--input-price", "The price of a million input tokens.");
    private readonly Option<decimal?> _outputPrice = MoneyOption.Create("--output-price", "The price of a million output tokens.");
    private readonly Option<decimal?> _cachedPrice = MoneyOption.Create("--cached-price", "The price of a million cached input tokens.");
    private readonly Option<decimal?> _cacheWritePrice = MoneyOption.Create("--cache-write-price", "The price of a million input tokens that are written to a cache.");
    private readonly Option<decimal?> _reasoningPrice = MoneyOption.Create("--reasoning-price", "The price of a million reasoning tokens.");
    private readonly Option<string?> _cacheTokens = WordOption.Create(
        "--cache-tokens", "Whether cached tokens are counted within the input tokens, or beside them.", ["within", "beside"]);

    private readonly Option<string?> _model = new("--model-column") { Description = "The column with the model: tokens cost what the price book says." };
    private readonly Option<string?> _provider = new("--provider") { Description = "Whose models they are, as the price book names it. [default: what stands before a slash in the model's name]" };
    private readonly Option<string?> _prices = new("--prices") { Description = "A file with newer prices, as `budget prices build` checks it. [default: the book of this version]" };

    private readonly Option<bool> _skipDenied = new("--skip-denied") { Description = "Leave out what does not fit and go on; without it the replay ends there, or with the period." };
    private readonly Option<bool> _recordOnly = new("--record-only") { Description = "Record every cost, whether it fits or not." };
    private readonly Option<bool> _skipTotals = new("--skip-totals") { Description = "Leave out rows that look like totals of others." };
    private readonly Option<bool> _countTotals = new("--count-totals") { Description = "Count rows that look like totals of others." };
    private readonly Option<bool> _countRepeats = new("--count-repeats") { Description = "Count rows that look like the same call told twice." };
    private readonly Option<bool> _skipBad = new("--skip-bad") { Description = "Leave out rows that cannot be read, and tell how many." };
    private readonly Option<bool> _fileOrder = new("--file-order") { Description = "Count rows in the order of the files and not of their times." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of a table." };
    private readonly Option<string?> _chart = new("--chart") { Description = "Draw spend over rows into this .png or .svg file." };

    private readonly Option<string?> _period = WordOption.Create("--period", "Begin anew by the calendar; needs times.", ["daily", "weekly", "monthly"]);
    private readonly Option<string?> _timeZone = new("--time-zone") { Description = "By whose calendar a period begins, and where times without an offset belong. [default: UTC]" };
    private readonly Option<string?> _timeFormat = new("--time-format") { Description = "How times are written, such as MM/dd/yyyy." };
    private readonly Option<string?> _culture = new("--culture") { Description = "How numbers and times are written, such as en-US or de-DE. [default: only what can be read in one way]" };
    private readonly Option<long?> _headerLine = NumberOption.Create<long>("--header-line", "The line of the header, from 1. [default: the first with the columns that are named, or with one of costs]", 1, 1_000_000);
    private readonly Option<string?> _preset = WordOption.Create(
        "--preset", "The layout of a provider's export, or none to take no file for one. [default: noticed by the header]", [.. KnownPresets.Names, NoPreset]);

    private readonly Option<char?> _delimiter = new("--delimiter")
    {
        Description = "The ASCII character between two fields; tab for that. [default: comma, semicolon, tab or bar, noticed by the header]",
        CustomParser = result =>
        {
            if (result.Tokens.Single().Value is "tab" or "\\t")
                return '\t';
            if (result.Tokens.Single().Value is [not ('"' or '\r' or '\n' or '\0') and <= '\x7f' and var delimiter])
                return delimiter;

            result.AddError($"--delimiter: '{result.Tokens.Single().Value}' is not one ASCII character that can stand between two fields.");
            return default;
        },
    };

    private ReplayCommand()
    {
    }

    internal static Command Create(ToolHost host) => new ReplayCommand().Build(host);

    private Command Build(ToolHost host)
    {
        var command = new Command(
            "replay",
            "What would this budget have done to last month's bill? Runs recorded costs through a budget and tells when it would have warned and stopped. " +
            "Rows count the costs, from 1; rows without a cost are left out. Numbers are read and added exactly; what can be read in two ways is asked about.")
        {
            _files, _limits, _preset, _cost, _time, _currency, _groupBy, _distinctBy, _where, _skipTotals, _countTotals, _countRepeats, _skipBad, _ignored,
            _skipDenied, _recordOnly, _period, _timeZone, _fileOrder,
            _input, _output, _cached, _cacheWrite, _reasoning, _inputPrice, _outputPrice, _cachedPrice, _cacheWritePrice, _reasoningPrice, _cacheTokens,
            _model, _provider, _prices, _culture, _timeFormat, _delimiter, _headerLine, _json, _chart,
        };
        HelpWithExamples.Add(
            command,
            "budget replay cur-2026-03.csv.gz --limit 1000 --period monthly",
            "budget replay invoice.csv --cost-column Amount --time-column Date --limit 50 --limit 100 --chart spend.png",
            "budget replay usage.csv --input-tokens-column input --input-price 1.25 --output-tokens-column output --output-price 10 --limit 5",
            "zcat log.gz | budget replay - --cost-column cost --where \"team=research\" --limit 20 --json");
        command.SetAction((parsed, cancellationToken) => Task.FromResult(new ReplaySession(ReadOptions(parsed), host).Run(cancellationToken)));
        return command;
    }
}
