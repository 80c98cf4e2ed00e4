using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>
/// The entries that keepers have decided about and the registry has not processed yet. It does not keep the registry alive.
/// </summary>
/// <threadsafety>Safe for use by several threads.</threadsafety>
internal sealed class ReturnedEntries
{
    // A stack, because a concurrent queue never frees the memory that it has grown to.
    private readonly ConcurrentStack<RegistryEntry> _entries = new();

    internal bool IsEmpty => _entries.IsEmpty;

    internal void Add(RegistryEntry entry) => _entries.Push(entry);

    internal bool TryTake([NotNullWhen(true)] out RegistryEntry? entry) => _entries.TryPop(out entry);
}
