namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>How a replay went.</summary>
internal sealed record ReplayResult
{
    /// <summary>The budget at the end.</summary>
    internal required BudgetReport Report { get; init; }

    internal required CostTrace Trace { get; init; }

    internal required int AllowedRows { get; init; }

    internal required int DeniedRows { get; init; }

    internal RowMark? FirstDenied { get; init; }

    internal RowMark? Warning75 { get; init; }

    internal RowMark? Warning90 { get; init; }

    internal RowMark? Exceeded { get; init; }

    /// <summary>What was spent after each cost that was reached, in order.</summary>
    internal required IReadOnlyList<decimal> SpentAfter { get; init; }
}
