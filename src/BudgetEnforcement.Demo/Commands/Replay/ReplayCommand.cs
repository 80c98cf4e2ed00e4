using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.Demo.CommandLine;

namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>The command line of <c>replay</c>.</summary>
internal sealed class ReplayCommand
{
    private const decimal SampleLimit = 0.40m;
    private const string SampleCost = "cost";

    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "made-up-costs.csv");

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "Recorded costs: UTF-8, one row a line, with a header. [default: a sample of made-up costs]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<decimal?> _limit = MoneyOption.Create(
        "--limit", string.Create(CultureInfo.InvariantCulture, $"The budget, in the unit of the costs; needed with a FILE. [default for the sample: {SampleLimit}]"));

    private readonly Option<string?> _cost = new("--cost-column")
    {
        Description = $"The column with the cost of a row. [default for the sample: {SampleCost}]",
    };

    private readonly Option<string?> _input = new("--input-tokens-column") { Description = "The column with its input tokens." };
    private readonly Option<string?> _output = new("--output-tokens-column") { Description = "The column with its output tokens." };
    private readonly Option<decimal?> _inputPrice = MoneyOption.Create("--input-price", "The price of a million input tokens.");
    private readonly Option<decimal?> _outputPrice = MoneyOption.Create("--output-price", "The price of a million output tokens.");
    private readonly Option<string?> _groupBy = new("--group-by")
    {
        Description = "Sum rows of equal value in this column into one cost, in order of first appearance. " +
            "The line told for a group is that of its first row.",
    };

    private readonly Option<bool> _skipDenied = new("--skip-denied")
    {
        Description = "Leave out what does not fit and go on; without it the replay ends there.",
    };

    private readonly Option<bool> _recordOnly = new("--record-only") { Description = "Record every cost, whether it fits or not." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of a table." };
    private readonly Option<string?> _chart = new("--chart") { Description = "Draw spend over rows into this .png or .svg file." };
    private readonly Option<char> _delimiter = new("--delimiter")
    {
        Description = "The ASCII character between two fields.",
        DefaultValueFactory = _ => ',',
        CustomParser = result =>
        {
            if (result.Tokens.Single().Value is [not ('"' or '\r' or '\n') and <= '\x7f' and var delimiter])
                return delimiter;

            result.AddError($"--delimiter: '{result.Tokens.Single().Value}' is not one ASCII character that can stand between two fields.");
            return default;
        },
    };

    private ReplayCommand()
    {
    }

    internal static Command Create(DemoHost host) => new ReplayCommand().Build(host);

    private Command Build(DemoHost host)
    {
        var command = new Command(
            "replay",
            "Runs recorded costs through a budget and tells when it would have warned and stopped. " +
            "Rows count the costs, from 1; rows without a cost are left out. Numbers are read and added exactly.")
        {
            _file, _limit, _cost, _input, _output, _inputPrice, _outputPrice, _groupBy, _skipDenied, _recordOnly, _json, _chart, _delimiter,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(new ReplaySession(ReadOptions(parsed), host).Run(cancellationToken)));
        return command;
    }

    // Once each option is known to be right by itself.
    private void EnsureTheyGoTogether(ParseResult parsed)
    {
        if (parsed.GetValue(_skipDenied) && parsed.GetValue(_recordOnly))
            throw new InputException("--skip-denied and --record-only exclude each other.");
        if (parsed.GetValue(_cost) is not null && (parsed.GetValue(_input) ?? parsed.GetValue(_output)) is not null)
            throw new InputException("Name the cost by --cost-column or by token columns, not both.");
        EnsureBoth(parsed, _input, _inputPrice);
        EnsureBoth(parsed, _output, _outputPrice);
        if (parsed.GetValue(_chart) is { } chart && !SpendChart.IsSupported(chart))
            throw new InputException($"--chart: '{chart}' is neither a .png nor a .svg file.");
        if (parsed.GetValue(_file) is not null && parsed.GetValue(_limit) is null)
            throw new InputException("--limit is missing: what is the budget, in the unit of the costs?");
    }

    private static void EnsureBoth(ParseResult parsed, Option column, Option price)
    {
        if (parsed.GetResult(column) is null != parsed.GetResult(price) is null)
            throw new InputException($"{column.Name} and {price.Name} belong together.");
    }

    private ReplayOptions ReadOptions(ParseResult parsed)
    {
        EnsureTheyGoTogether(parsed);
        var file = parsed.GetValue(_file);
        var tokens = new List<TokenColumn>();
        if (parsed.GetValue(_input) is { } input)
            tokens.Add(new TokenColumn(input, parsed.GetValue(_inputPrice).GetValueOrDefault()));
        if (parsed.GetValue(_output) is { } output)
            tokens.Add(new TokenColumn(output, parsed.GetValue(_outputPrice).GetValueOrDefault()));

        var mode = parsed.GetValue(_recordOnly) ? ReplayMode.RecordOnly
            : parsed.GetValue(_skipDenied) ? ReplayMode.SkipDenied
            : ReplayMode.StopAtDenied;
        return new ReplayOptions(
            file ?? Sample,
            parsed.GetValue(_limit) ?? SampleLimit,
            parsed.GetValue(_delimiter),
            new CostColumns(parsed.GetValue(_cost) ?? (file is null && tokens.Count == 0 ? SampleCost : null), tokens),
            parsed.GetValue(_groupBy),
            mode,
            parsed.GetValue(_json),
            parsed.GetValue(_chart),
            IsSample: file is null);
    }
}
