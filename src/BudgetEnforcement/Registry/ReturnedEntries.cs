using System.Collections.Concurrent;

namespace BudgetEnforcement;

/// <summary>What keepers decided and the registry has still to take note of. It does not keep the registry alive.</summary>
/// <threadsafety>Safe for use by several threads.</threadsafety>
internal sealed class ReturnedEntries
{
    // Not a queue, which never gives back the memory that it has grown to.
    private readonly ConcurrentStack<(RegistryEntry Entry, bool IsHeldAgain)> _entries = new();

    internal bool IsEmpty => _entries.IsEmpty;

    internal void Add(RegistryEntry entry, bool isHeldAgain) => _entries.Push((entry, isHeldAgain));

    internal bool TryTake(out RegistryEntry entry, out bool isHeldAgain)
    {
        var isThere = _entries.TryPop(out var returned);
        (entry, isHeldAgain) = returned;
        return isThere;
    }
}
