namespace BudgetEnforcement.Demo.Commands.Reconcile;

/// <summary>The bill of a provider, line by line, under the label that each call carried.</summary>
internal sealed class ProviderBill(TimeProvider clock) : IBilledCostSource
{
    private readonly List<(DateTimeOffset At, BilledCost Cost)> _lines = [];

    internal decimal Total => _lines.Sum(line => line.Cost.Amount);

    /// <summary>Adds a line under the label of the scope that the call is made in, as a header of the call would carry it.</summary>
    internal void Add(decimal cost) => _lines.Add((clock.GetUtcNow(), new BilledCost(BudgetScope.Current?.Label, cost)));

    internal decimal OfLabel(string? label) => _lines.Where(line => line.Cost.Label == label).Sum(line => line.Cost.Amount);

    public ValueTask<IReadOnlyList<BilledCost>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        new([.. _lines.Where(line => line.At >= from && line.At < to).Select(line => line.Cost)]);
}
