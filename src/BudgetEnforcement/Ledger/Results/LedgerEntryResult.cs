namespace BudgetEnforcement;

/// <summary>What became of an entry that was recorded or set.</summary>
/// <threadsafety>Immutable: safe for use by several threads.</threadsafety>
public sealed record LedgerEntryResult
{
    internal LedgerEntryResult(LedgerBudgetInfo budget, bool hasChanged)
    {
        Budget = budget;
        HasChanged = hasChanged;
    }

    /// <summary>The budget as it stands now.</summary>
    public LedgerBudgetInfo Budget { get; }

    /// <summary>Whether this call changed the books; <see langword="false"/> where the ledger had the entry already.</summary>
    public bool HasChanged { get; }

    /// <summary>The budget in one line for people, and whether it was changed.</summary>
    /// <returns>For example <c>team: Ok, $5.00 of $100.00 spent, $0.00 held (unchanged)</c>.</returns>
    public override string ToString() => HasChanged ? Budget.ToString() : $"{Budget} (unchanged)";
}
