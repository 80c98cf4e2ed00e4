using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>Rows that a store has loaded, and what rules changed about them.</summary>
/// <threadsafety>Not safe for use by several threads.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public sealed class LedgerRows
{
    private LedgerRow _ledger;

    /// <summary>Rows of a ledger, none of them yet: a store adds them with <see cref="LedgerTable{TKey, TRow}.Load"/>.</summary>
    /// <param name="ledger">The row of the ledger.</param>
    /// <param name="now">The time of the store's clock; with offset 0 and whole microseconds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ledger"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="now"/> has another offset, or a part of a microsecond.</exception>
    public LedgerRows(LedgerRow ledger, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        if (now.Offset != TimeSpan.Zero || now.Ticks % TimeSpan.TicksPerMicrosecond != 0)
            throw new ArgumentException($"The time of a store is in UTC and in whole microseconds; it is {now:O}.", nameof(now));

        _ledger = ledger;
        Now = now;
    }

    /// <summary>The store's time when all locks were held; only this clock says when a term ends and which node is lost.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The row of the ledger; setting it changes it.</summary>
    /// <exception cref="ArgumentNullException">It is set to <see langword="null"/>.</exception>
    public LedgerRow Ledger
    {
        get => _ledger;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _ledger = value;
            IsLedgerChanged = true;
        }
    }

    /// <summary>Whether <see cref="Ledger"/> was set.</summary>
    public bool IsLedgerChanged { get; private set; }

    /// <summary>The nodes, by id.</summary>
    public LedgerTable<Guid, LedgerNodeRow> Nodes { get; } = new();

    /// <summary>The budgets, by id.</summary>
    public LedgerTable<Guid, LedgerBudgetRow> Budgets { get; } = new();

    /// <summary>The closed terms.</summary>
    public LedgerTable<LedgerTermKey, LedgerTermRow> Terms { get; } = new();

    /// <summary>The slices.</summary>
    public LedgerTable<LedgerSliceKey, LedgerSliceRow> Slices { get; } = new();

    /// <summary>The entries.</summary>
    public LedgerTable<LedgerEntryKey, LedgerEntryRow> Entries { get; } = new();

    /// <summary>Whether there is anything to save.</summary>
    public bool HasChanges => IsLedgerChanged || Nodes.HasChanges || Budgets.HasChanges || Terms.HasChanges || Slices.HasChanges || Entries.HasChanges;
}
