namespace BudgetEnforcement.Tool.Replay.Budgets;

/// <summary>The result of a replay under one limit.</summary>
internal sealed record ReplayResult
{
    /// <summary>The budget at the end.</summary>
    internal required BudgetReport Report { get; init; }

    internal required long Rows { get; init; }

    /// <summary>The spend of all periods together.</summary>
    internal required decimal Spent { get; init; }

    /// <summary>The costs that did not fit, and in a replay that stops all behind them.</summary>
    internal required decimal NotSpent { get; init; }

    /// <summary>The most that was spent at any time.</summary>
    internal required decimal Highest { get; init; }

    /// <summary>Credits beyond everything that was spent in their period.</summary>
    internal required decimal UnusedCredit { get; init; }

    internal required long AllowedRows { get; init; }

    internal required long DeniedRows { get; init; }

    internal RowMark? FirstDenied { get; init; }

    internal RowMark? Warning75 { get; init; }

    internal RowMark? Warning90 { get; init; }

    internal RowMark? Exceeded { get; init; }

    /// <summary>The periods in their order; empty without a period.</summary>
    internal required IReadOnlyList<PeriodOutcome> Periods { get; init; }

    /// <summary>How many periods there are; more than <see cref="Periods"/> has where there are too many.</summary>
    internal required long PeriodCount { get; init; }

    internal required long StoppedPeriods { get; init; }

    internal required IReadOnlyList<(long Row, double Spent)> Points { get; init; }
}
