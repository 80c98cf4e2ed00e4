using Microsoft.Extensions.Configuration;

namespace BudgetEnforcement.AspNetCore;

/// <summary>A section of budgets as it was at one reading.</summary>
internal sealed class BudgetSection
{
    private readonly Dictionary<string, SectionBudget> _byKey = new(StringComparer.Ordinal);

    private BudgetSection(IEnumerable<SectionBudget> all)
    {
        foreach (var budget in all)
            _byKey[budget.Key] = budget;
    }

    internal static BudgetSection Empty { get; } = new([]);

    /// <summary>All of its keys and values.</summary>
    internal string Text => string.Join('\n', _byKey.Values.Select(budget => $"{budget.Key}\n{budget.Text}"));

    internal IEnumerable<SectionBudget> Budgets => _byKey.Values.Where(budget => !budget.IsTemplate);

    internal IEnumerable<SectionBudget> Templates => _byKey.Values.Where(budget => budget.IsTemplate);

    /// <summary>Reads a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="keyOf">The key of a budget as it counts, for a key as the section has it.</param>
    internal static BudgetSection Read(IConfigurationSection section, Func<string, string> keyOf) =>
        new(section.GetChildren().Select(child => SectionReader.Read(child, keyOf(child.Key))));

    internal SectionBudget? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>The currency of a budget, through its parents; null where the section does not know it.</summary>
    internal string? CurrencyOf(SectionBudget budget)
    {
        var at = budget;
        for (var steps = 0; at is not null && steps <= _byKey.Count; steps++)
        {
            if (at.Currency is not null)
                return at.Currency;
            if (at.Parent is null)
                return "USD";
            at = Find(at.Parent);
        }

        return null;
    }

    /// <summary>The budgets, parents before their children; those of a cycle come somewhere.</summary>
    internal List<SectionBudget> ParentsFirst()
    {
        var order = new List<SectionBudget>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var path = new Stack<SectionBudget>();
        foreach (var budget in Budgets)
        {
            for (var at = budget; at is not null && !at.IsTemplate && seen.Add(at.Key); at = at.Parent is null ? null : Find(at.Parent))
                path.Push(at);
            while (path.TryPop(out var next))
                order.Add(next);
        }

        return order;
    }
}
