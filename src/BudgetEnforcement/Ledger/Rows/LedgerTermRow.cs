using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>A term of a budget that is over. What nodes report late still lands in it.</summary>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public sealed record LedgerTermRow : ILedgerRow<LedgerTermKey>
{
    /// <summary>The id of the row.</summary>
    public required Guid Id { get; init; }

    /// <summary>The budget.</summary>
    public required Guid BudgetId { get; init; }

    /// <summary>The number of the term; 0 or more.</summary>
    public required long Term { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ended: by the calendar, or by a reset.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>The limit when it ended.</summary>
    public LedgerAmount Limit { get; init; }

    /// <summary>Its costs, of all nodes and entries.</summary>
    public LedgerAmount Costs { get; init; }

    /// <summary>Its refunds.</summary>
    public LedgerAmount Refunds { get; init; }

    /// <summary>What nodes held when it ended and have not reported on yet.</summary>
    public LedgerAmount Held { get; init; }

    /// <summary>The part of <see cref="Costs"/> that stands in no slice any more, because its node was forgotten.</summary>
    public LedgerAmount ForgottenCosts { get; init; }

    /// <summary>The part of <see cref="Refunds"/> that stands in no slice any more, because its node was forgotten.</summary>
    public LedgerAmount ForgottenRefunds { get; init; }

    LedgerTermKey ILedgerRow<LedgerTermKey>.Key => new(BudgetId, Term);
}
