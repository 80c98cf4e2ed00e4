using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Guesses;
using BudgetEnforcement.Tool.Replay.Numbers;
using BudgetEnforcement.Tool.Replay.Times;
using BudgetEnforcement.Tool.Replay.Tokens;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Where the columns that matter are in one file; -1 for none.</summary>
internal sealed class FileColumns
{
    internal FileColumns(string file, TableLayout layout, ReplayOptions options)
    {
        if (options.IsPresetNamed && layout.Preset is null)
            throw new InputException($"--preset: {file} has not the columns of {options.Presets[0].Name}. {layout.Describe()}");
        var columns = layout.Preset is { } preset ? options.Columns.Or(preset.Columns(layout.Header)!) : options.Columns;
        if (!columns.HasCost)
        {
            var guess = CostGuess.Of(layout.Header, layout.Sample, options.Culture);
            columns = columns with { Cost = guess.Column ?? (guess.Candidates.Count == 0 ? CostGuess.ByNameOnly(layout.Header) : null) ?? throw new InputException(Question(layout, guess)) };
            IsCostGuessed = true;
        }

        if (columns.Cost is { } cost && options.HeaderLine is null && NumberReader.IsNumber(cost))
        {
            throw new InputException(FormattableString.Invariant(
                $"{file}: {Printable.Quote(cost)} looks like an amount and not like the name of a column. Has the file no header? Put one above its rows; --header-line {layout.HeaderLine} says that it is one."));
        }

        Tokens = columns.Tokens;
        Cost = columns.Cost is null ? -1 : layout.IndexOf(file, columns.Cost);
        CostName = columns.Cost ?? string.Join(", ", columns.Tokens!.Names);
        Times = columns.Time is null && !options.FileOrder ? TimeGuess.Of(layout, options) : null;
        Time = columns.Time is null ? Times?.Column ?? -1
            : options.FileOrder && options.Period is BudgetPeriod.None ? -1
            : layout.IndexOf(file, columns.Time);
        if (Time < 0 && options.Period is not BudgetPeriod.None)
            throw new InputException($"--period: when a cost was incurred must be known. --time-column names the column. {layout.Describe()}");
        HeaderCurrency = Cost < 0 ? null : HeaderCurrency.Of(layout.Header[Cost]);
        Currency = options.Columns.Currency is null && HeaderCurrency is { IsOfTheName: true } ? -1
            : columns.Currency is null ? CurrencyGuess.Of(layout)
            : layout.IndexOf(file, columns.Currency);
        GroupBy = columns.GroupBy is null ? -1 : layout.IndexOf(file, columns.GroupBy);
        DistinctBy = [.. columns.DistinctBy.Select(name => layout.IndexOf(file, name))];
    }

    /// <summary>Whether the cost was not named, and its column was found by its name.</summary>
    internal bool IsCostGuessed { get; }

    internal TokenColumns? Tokens { get; }

    internal int Cost { get; }

    /// <summary>The column of the cost, or those of the tokens, for people.</summary>
    internal string CostName { get; }

    internal int Time { get; }

    /// <summary>The columns that may have the times; null where they are named, or not asked for.</summary>
    internal TimeGuess? Times { get; }

    internal int Currency { get; }

    /// <summary>The currency that the name of the cost says; null where it says none.</summary>
    internal HeaderCurrency? HeaderCurrency { get; }

    internal int GroupBy { get; }

    internal int[] DistinctBy { get; }

    private static string Question(TableLayout layout, CostGuess guess)
    {
        var which = guess.Candidates switch
        {
            [] => "",
            [var only] => $" {Printable.Quote(only)} may be it, or what stands beside it.",
            _ => $" {string.Join(" or ", guess.Candidates.Select(Printable.Quote))} may be it.",
        };
        if (layout.Header.Count(IsDay) > 1)
            which += " Its columns seem to be days or months, and replay reads files in which each row is one cost.";
        var tokens = TokenNames.OptionsFor(layout.Header) ?? "--input-tokens-column and --output-tokens-column";
        return $"Which column is the cost?{which} Name it with --cost-column, or count tokens with {tokens}. " +
            $"{layout.Describe()}{(layout.HeaderLine > 1 || guess.Candidates.Count == 0 ? " --header-line says where the header is, if that is another line." : "")}";
    }

    private static bool IsDay(string name) => name.Length > 0 && new TimeReader(TimeZoneInfo.Utc, [], null, DayOrder.Unknown).Read(name, out _) is TimeProblem.None;
}
