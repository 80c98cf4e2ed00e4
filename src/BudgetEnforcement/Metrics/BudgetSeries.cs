using System.Runtime.InteropServices;

namespace BudgetEnforcement;

/// <summary>The budgets of one name, currency and named parent: they are added up, for a million jobs must not be a million series.</summary>
/// <remarks>What changes is guarded by the lock of <see cref="BudgetMetrics"/>.</remarks>
internal sealed class BudgetSeries(BudgetSeriesKey key)
{
    private const int SmallestCapacity = 16;

    // Weak handles, each freed by the finalizer of its budget. Neither a table with weak keys, which the collector walks even when it looks
    // at the youngest objects only, nor weak references, which are objects of their own.
    private readonly List<GCHandle> _members = [];
    private MetricSum _recordedByGone;

    internal BudgetSeriesKey Key { get; } = key;

    internal KeyValuePair<string, object?>[] Tags { get; } = key.Parent is null
        ? [new("name", key.Name), new("currency", key.Currency)]
        : [new("name", key.Name), new("currency", key.Currency), new("parent", key.Parent)];

    /// <summary>How many of its budgets live and are not closed; the series ends with the last one.</summary>
    internal int Published { get; set; }

    /// <summary>What was recorded by budgets that live no more: the counter of costs never falls while the series goes on.</summary>
    internal MetricSum RecordedByGone => _recordedByGone;

    internal void Join(PublishedBudget budget)
    {
        _members.Add(GCHandle.Alloc(budget, GCHandleType.WeakTrackResurrection));
        budget.Place = _members.Count - 1;
        Published++;
    }

    /// <summary>Takes out a budget that lives no more.</summary>
    internal void Leave(PublishedBudget budget, in Money recorded)
    {
        _recordedByGone.Add(recorded);
        var last = Member(_members.Count - 1);
        _members[budget.Place].Free();
        _members[budget.Place] = _members[^1];
        last.Place = budget.Place;
        _members.RemoveAt(_members.Count - 1);
        if (_members.Capacity > SmallestCapacity && _members.Count < _members.Capacity / 4)
            _members.Capacity /= 2;
    }

    internal void CopyMembersTo(List<PublishedBudget> members)
    {
        members.EnsureCapacity(_members.Count);
        for (var place = 0; place < _members.Count; place++)
            members.Add(Member(place));
    }

    // Never null: the handle outlasts the finalizer, which takes it out.
    private PublishedBudget Member(int place) => (PublishedBudget)_members[place].Target!;
}

/// <summary>The tags that make a series.</summary>
internal readonly record struct BudgetSeriesKey(string Name, string Currency, string? Parent);
