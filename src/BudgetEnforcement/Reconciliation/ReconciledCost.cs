using System.Globalization;

namespace BudgetEnforcement;

/// <summary>What was recorded and what was billed under one label in one window of time, as of one comparison.</summary>
/// <remarks>All amounts are in the currency of the budgets; a sum that <see cref="decimal"/> cannot hold is rounded up.</remarks>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
public readonly record struct ReconciledCost
{
    /// <summary>The label; <see langword="null"/> for what has none.</summary>
    public string? Label { get; internal init; }

    /// <summary>The start of the window, inclusive, in UTC.</summary>
    public DateTimeOffset From { get; internal init; }

    /// <summary>The end of what was compared of the window, exclusive, in UTC.</summary>
    public DateTimeOffset To { get; internal init; }

    /// <summary>What was recorded; below 0 where more was taken back.</summary>
    public decimal Recorded { get; internal init; }

    /// <summary>What was billed; below 0 where credits are more.</summary>
    public decimal Billed { get; internal init; }

    /// <summary>
    /// <see cref="Recorded"/> ÷ <see cref="Billed"/>: below 1 where too little was recorded. <see langword="null"/> where
    /// nothing was billed.
    /// </summary>
    public decimal? Drift { get; internal init; }

    /// <summary>The adjustment of this window in the books: above 0 where more was billed, below 0 where less was.</summary>
    public decimal Adjustment { get; internal init; }

    /// <summary>The outcome of the comparison.</summary>
    public ReconciliationOutcome Outcome { get; internal init; }

    /// <summary>
    /// The budget that the label belongs to: the one that its costs were recorded in, or the nearest one above all of them; <see langword="null"/> where
    /// there is none.
    /// </summary>
    public BudgetEnforcer? Budget { get; internal init; }

    /// <summary>The comparison in one line for people, the same under every culture.</summary>
    /// <returns>For example <c>agent-7, 2026-03-17 00:00 to 2026-03-17 14:00: 9.50 recorded, 10.00 billed: Adjusted</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Label ?? "no label"}, {From:yyyy-MM-dd HH:mm} to {To:yyyy-MM-dd HH:mm}: {Recorded} recorded, {Billed} billed: {Outcome}");
}
