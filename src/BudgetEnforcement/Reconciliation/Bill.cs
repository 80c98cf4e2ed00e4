namespace BudgetEnforcement;

/// <summary>What was billed in one window, exactly, by label.</summary>
internal sealed class Bill
{
    private readonly Dictionary<string, MoneyBalance> _labels = new(StringComparer.Ordinal);
    private readonly MoneyBalance _unlabelled;

    internal Bill(IReadOnlyList<BilledCost> costs)
    {
        foreach (var cost in costs)
        {
            var amount = MoneyBalance.From(cost.Amount);
            if (cost.Label is { } label)
            {
                _labels[label] = _labels.GetValueOrDefault(label) + amount;
                continue;
            }

            _unlabelled += amount;
            HasUnlabelled |= !amount.IsZero;
        }
    }

    internal IEnumerable<string> Labels => _labels.Keys;

    /// <summary>Whether there is any line without a label, also where they come to 0 together.</summary>
    internal bool HasUnlabelled { get; }

    internal MoneyBalance AmountOf(string? label) => label is null ? _unlabelled : _labels.GetValueOrDefault(label);
}
