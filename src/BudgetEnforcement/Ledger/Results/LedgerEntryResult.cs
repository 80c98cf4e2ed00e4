namespace BudgetEnforcement;

/// <summary>What became of an entry that was recorded or set.</summary>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
public sealed record LedgerEntryResult
{
    internal LedgerEntryResult(LedgerBudgetInfo budget, bool hasChanged, decimal previousAmount)
    {
        Budget = budget;
        HasChanged = hasChanged;
        PreviousAmount = previousAmount;
    }

    /// <summary>The budget as it stands now.</summary>
    public LedgerBudgetInfo Budget { get; }

    /// <summary>Whether this call changed the books; <see langword="false"/> where the ledger had the entry already.</summary>
    public bool HasChanged { get; }

    /// <summary>What stood under the key before this call: 0 where nothing did, and below 0 where it was given back.</summary>
    public decimal PreviousAmount { get; }

    /// <summary>The budget in one line for people, and whether it was changed.</summary>
    /// <returns>For example <c>team: Ok, $5.00 of $100.00 spent, $0.00 held (unchanged)</c>.</returns>
    public override string ToString() => HasChanged ? Budget.ToString() : $"{Budget} (unchanged)";
}
