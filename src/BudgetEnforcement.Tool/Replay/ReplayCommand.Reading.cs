using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.AI;
using BudgetEnforcement.Tool.Replay.Output;
using BudgetEnforcement.Tool.Replay.Presets;
using BudgetEnforcement.Tool.Replay.Rows;
using BudgetEnforcement.Tool.Replay.Tokens;

namespace BudgetEnforcement.Tool.Replay;

/// <content>Turns the command line into the options of a replay, once each option is known to be right by itself.</content>
internal sealed partial class ReplayCommand
{
    private ReplayOptions ReadOptions(ParseResult parsed)
    {
        EnsureTheyGoTogether(parsed);
        var files = parsed.GetValue(_files) ?? [];
        var preset = parsed.GetValue(_preset);
        var isNamed = preset is not null && preset != NoPreset;
        var limits = parsed.GetValue(_limits) is { Length: > 0 } given ? given : [SampleLimit];
        return new ReplayOptions
        {
            Files = files,
            Limits = [.. limits.Distinct()],
            Columns = ReadColumns(parsed, isSample: files.Length == 0),
            Mode = parsed.GetValue(_recordOnly) ? ReplayMode.RecordOnly : parsed.GetValue(_skipDenied) ? ReplayMode.SkipDenied : ReplayMode.StopAtDenied,
            Delimiter = parsed.GetValue(_delimiter),
            HeaderLine = parsed.GetValue(_headerLine),
            Presets = preset is null ? KnownPresets.All : [.. KnownPresets.All.Where(known => known.Name == preset)],
            IsPresetNamed = isNamed,
            Culture = ReadCulture(parsed.GetValue(_culture)),
            TimeFormats = parsed.GetValue(_timeFormat) is { } format ? [format] : [],
            TimeZone = ReadTimeZone(parsed.GetValue(_timeZone)),
            Period = parsed.GetValue(_period) is { } period ? Enum.Parse<BudgetPeriod>(period, ignoreCase: true) : BudgetPeriod.None,
            Where = [.. (parsed.GetValue(_where) ?? []).Select(ReadWhere)],
            CountTotals = parsed.GetValue(_countTotals) ? true : parsed.GetValue(_skipTotals) ? false : null,
            CountRepeats = parsed.GetValue(_countRepeats),
            FileOrder = parsed.GetValue(_fileOrder),
            Ignored = parsed.GetValue(_ignored) ?? [],
            SkipBad = parsed.GetValue(_skipBad),
            Json = parsed.GetValue(_json),
            Chart = parsed.GetValue(_chart),
        };
    }

    private void EnsureTheyGoTogether(ParseResult parsed)
    {
        EnsureNotBoth(parsed, _skipDenied, _recordOnly);
        EnsureNotBoth(parsed, _skipTotals, _countTotals);
        EnsureNotBoth(parsed, _fileOrder, _time);
        EnsureNotBoth(parsed, _fileOrder, _period);
        if (parsed.GetValue(_cost) is not null && (parsed.GetValue(_input) ?? parsed.GetValue(_output)) is not null)
            throw new InputException("Name the cost by --cost-column or by token columns, not both.");
        if (parsed.GetValue(_chart) is { } chart && !SpendChart.IsSupported(chart))
            throw new InputException($"--chart: {Printable.Quote(chart)} is neither a .png nor a .svg file.");
        if (parsed.GetValue(_files) is { Length: > 0 } && parsed.GetValue(_limits) is not { Length: > 0 })
            throw new InputException("--limit is missing: what is the budget, in the unit of the costs?");
        EnsurePricesFitColumns(parsed);
    }

    private void EnsurePricesFitColumns(ParseResult parsed)
    {
        var hasBook = parsed.GetValue(_model) is not null;
        (Option<string?> Column, Option<decimal?> Price)[] pairs =
            [(_input, _inputPrice), (_output, _outputPrice), (_cached, _cachedPrice), (_cacheWrite, _cacheWritePrice), (_reasoning, _reasoningPrice)];
        foreach (var (column, price) in pairs)
        {
            if (hasBook && parsed.GetResult(price) is not null)
                throw new InputException($"{price.Name} and {_model.Name} exclude each other: prices come by hand or from the book.");
            if (!hasBook && parsed.GetResult(column) is null != parsed.GetResult(price) is null)
                throw new InputException($"{column.Name} and {price.Name} belong together{(price == _inputPrice || price == _outputPrice ? "; or --model-column says whose prices count" : "")}.");
        }

        foreach (var option in (Option[])[_provider, _prices])
        {
            if (!hasBook && parsed.GetResult(option) is not null)
                throw new InputException($"{option.Name} needs {_model.Name}: by the model a price is found.");
        }

        foreach (var option in (Option[])[_cached, _cacheWrite])
        {
            if (parsed.GetResult(option) is not null && parsed.GetResult(_input) is null)
                throw new InputException($"{option.Name} needs {_input.Name}: cached tokens are a part of the input.");
        }

        if (parsed.GetResult(_reasoning) is not null && parsed.GetResult(_output) is null)
            throw new InputException($"{_reasoning.Name} needs {_output.Name}: reasoning is a part of the output.");
        if (hasBook && (parsed.GetResult(_input) is null || parsed.GetResult(_output) is null))
            throw new InputException($"{_model.Name} needs {_input.Name} and {_output.Name}.");
    }

    private CostColumns ReadColumns(ParseResult parsed, bool isSample)
    {
        var hasTokens = parsed.GetValue(_input) is not null || parsed.GetValue(_output) is not null;
        return new CostColumns
        {
            Cost = parsed.GetValue(_cost) ?? (isSample && !hasTokens ? SampleCost : null),
            Tokens = hasTokens ? ReadTokens(parsed) : null,
            Time = parsed.GetValue(_time),
            Currency = parsed.GetValue(_currency),
            GroupBy = parsed.GetValue(_groupBy),
            DistinctBy = [.. (parsed.GetValue(_distinctBy) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
        };
    }

    private TokenColumns ReadTokens(ParseResult parsed)
    {
        return new TokenColumns
        {
            Input = Column(_input, _inputPrice),
            Output = Column(_output, _outputPrice),
            Cached = Column(_cached, _cachedPrice),
            CacheWrite = Column(_cacheWrite, _cacheWritePrice),
            Reasoning = Column(_reasoning, _reasoningPrice),
            CacheIsWithin = parsed.GetValue(_cacheTokens) switch
            {
                "within" => true,
                "beside" => false,
                _ => null,
            },
            Model = parsed.GetValue(_model),
            Provider = parsed.GetValue(_provider),
            Book = parsed.GetValue(_prices) is { } path ? PriceFiles.Load(path) : null,
        };

        TokenColumn? Column(Option<string?> name, Option<decimal?> price) =>
            parsed.GetValue(name) is { } column ? new TokenColumn(column, parsed.GetValue(price)) : null;
    }

    private static void EnsureNotBoth(ParseResult parsed, Option one, Option other)
    {
        if (IsGiven(one) && IsGiven(other))
            throw new InputException($"{one.Name} and {other.Name} exclude each other.");

        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
    }

    private static WhereClause ReadWhere(string text) => text.IndexOf('=', StringComparison.Ordinal) > 0
        ? new WhereClause(text)
        : throw new InputException($"--where: {Printable.Quote(text)} is neither COLUMN=VALUE nor COLUMN!=VALUE.");

    private static CultureInfo? ReadCulture(string? name)
    {
        if (name is null)
            return null;
        if (name is "invariant")
            return CultureInfo.InvariantCulture;
        try
        {
            if (name.Length > 0)
                return CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            // It is told below.
        }

        throw new InputException($"--culture: {Printable.Quote(name)} is no culture such as en-US or de-DE.");
    }

    private static TimeZoneInfo ReadTimeZone(string? id)
    {
        if (id is null)
            return TimeZoneInfo.Utc;
        if (id.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return zone;
        throw new InputException($"--time-zone: {Printable.Quote(id)} is no time zone that this machine knows, such as Europe/Berlin.");
    }
}
