using System.Globalization;
using BudgetEnforcement.Tool.Replay.Presets;
using BudgetEnforcement.Tool.Replay.Rows;

namespace BudgetEnforcement.Tool.Replay;

/// <summary>What to replay, and under which budgets.</summary>
internal sealed record ReplayOptions
{
    /// <summary>The files; empty for the sample of the program itself.</summary>
    internal required IReadOnlyList<string> Files { get; init; }

    /// <summary>The limits, in the unit of the costs, each for a budget of its own.</summary>
    internal required IReadOnlyList<decimal> Limits { get; init; }

    /// <summary>The columns that were named.</summary>
    internal CostColumns Columns { get; init; } = CostColumns.None;

    internal ReplayMode Mode { get; init; }

    /// <summary>The character between two fields; null to find it out.</summary>
    internal char? Delimiter { get; init; }

    /// <summary>The line of the header; null to find it out.</summary>
    internal long? HeaderLine { get; init; }

    /// <summary>The layouts that may be noticed.</summary>
    internal IReadOnlyList<Preset> Presets { get; init; } = KnownPresets.All;

    /// <summary>Whether a layout was asked for, so that a file of another one is an error.</summary>
    internal bool IsPresetNamed { get; init; }

    /// <summary>How numbers and times are written; null where it was not said.</summary>
    internal CultureInfo? Culture { get; init; }

    /// <summary>How times are written; empty where it was not said.</summary>
    internal string[] TimeFormats { get; init; } = [];

    internal TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    internal BudgetPeriod Period { get; init; }

    internal IReadOnlyList<WhereClause> Where { get; init; } = [];

    /// <summary>What to do with rows that look like totals; null: ask.</summary>
    internal bool? CountTotals { get; init; }

    /// <summary>Whether rows with the id and the cost of another one count too.</summary>
    internal bool CountRepeats { get; init; }

    /// <summary>Whether rows count in the order of the files and not of their times.</summary>
    internal bool FileOrder { get; init; }

    /// <summary>Columns that are left aside although they look as if they mattered.</summary>
    internal IReadOnlyList<string> Ignored { get; init; } = [];

    internal bool SkipBad { get; init; }

    internal bool Json { get; init; }

    /// <summary>Where the chart goes, or null.</summary>
    internal string? Chart { get; init; }

    /// <summary>The layout that a header is of; null for none.</summary>
    internal Preset? PresetOf(string[] header) => Presets.FirstOrDefault(preset => preset.Columns(header) is not null);
}
