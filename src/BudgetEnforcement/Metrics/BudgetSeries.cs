using System.Runtime.InteropServices;

namespace BudgetEnforcement;

/// <summary>
/// The budgets of one name, currency and named parent. They are added up, because a million jobs must not be a million series.
/// </summary>
/// <remarks>The lock of <see cref="BudgetMetrics"/> guards everything that changes.</remarks>
internal sealed class BudgetSeries(BudgetSeriesKey key)
{
    private const int SmallestCapacity = 16;

    // Weak handles; the finalizer of each budget frees its own. The collector walks a table with weak keys even when it collects only the
    // youngest objects, and weak references are further objects.
    private readonly List<GCHandle> _members = [];
    private MetricSum _recordedByGone;

    internal BudgetSeriesKey Key { get; } = key;

    internal KeyValuePair<string, object?>[] Tags { get; } = key.Parent is null
        ? [new("name", key.Name), new("currency", key.Currency)]
        : [new("name", key.Name), new("currency", key.Currency), new("parent", key.Parent)];

    /// <summary>The number of its budgets that live and are not closed. The series ends with the last one.</summary>
    internal int Published { get; set; }

    /// <summary>The costs that collected budgets recorded, so that the counter of costs never falls while the series goes on.</summary>
    internal MetricSum RecordedByGone => _recordedByGone;

    internal void Join(PublishedBudget budget)
    {
        _members.Add(GCHandle.Alloc(budget, GCHandleType.WeakTrackResurrection));
        budget.Place = _members.Count - 1;
        Published++;
    }

    /// <summary>Removes a budget that is collected.</summary>
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

    // Never null, because the finalizer of the budget removes its handle.
    private PublishedBudget Member(int place) => (PublishedBudget)_members[place].Target!;
}

/// <summary>The tags that make a series.</summary>
internal readonly record struct BudgetSeriesKey(string Name, string Currency, string? Parent);
