using System.Collections.Concurrent;

namespace BudgetEnforcement.AI;

/// <summary>Tells the first time of each thing from all others.</summary>
internal sealed class Once
{
    private const int Capacity = 1000;

    private readonly ConcurrentDictionary<(string About, string? Which), bool> _told = new();

    /// <summary>Whether it is the first time. It remembers no more different things than a user can read, and says false for all others.</summary>
    internal bool IsFirst(string about, string? which = null) =>
        !_told.ContainsKey((about, which)) && _told.Count < Capacity && _told.TryAdd((about, which), true);
}
