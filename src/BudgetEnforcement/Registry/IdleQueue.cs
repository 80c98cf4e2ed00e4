using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>The entries of a registry by the time of the next look at each, which decides whether its budget may be forgotten.</summary>
/// <threadsafety>Safe for use by several threads.</threadsafety>
internal sealed class IdleQueue
{
    private static readonly Comparer<RegistryEntry> ByTime = Comparer<RegistryEntry>.Create(static (one, other) =>
    {
        var order = one.DueAt.CompareTo(other.DueAt);
        return order != 0 ? order : one.Ticket.CompareTo(other.Ticket);
    });

    private readonly object _sync = new();
    private readonly SortedSet<RegistryEntry> _entries = new(ByTime);
    private long _tickets;
    private long _nextDue = long.MaxValue;

    /// <summary>When the first entry is due; <see cref="long.MaxValue"/> where there is none.</summary>
    internal long NextDue => Volatile.Read(ref _nextDue);

    internal int Count
    {
        get
        {
            lock (_sync)
                return _entries.Count;
        }
    }

    /// <summary>Adds an entry whose budget is held. An entry that is in the queue keeps its place.</summary>
    internal void Add(RegistryEntry entry, long dueAt)
    {
        lock (_sync)
        {
            // A removed entry is taken out of the queue after its removal, so it must not come in again.
            if (entry.Ticket != 0 || entry.Held is null)
                return;
            entry.DueAt = dueAt;
            entry.Ticket = ++_tickets;
            _entries.Add(entry);
            UpdateNextDueNeedsLock();
        }
    }

    internal void Remove(RegistryEntry entry)
    {
        lock (_sync)
            RemoveNeedsLock(entry);
    }

    /// <summary>Takes the first entry out, if it is due.</summary>
    internal bool TryTakeDue(long now, [NotNullWhen(true)] out RegistryEntry? entry)
    {
        lock (_sync)
        {
            entry = now >= _nextDue ? _entries.Min : null;
            if (entry is null)
                return false;
            RemoveNeedsLock(entry);
            return true;
        }
    }

    private void RemoveNeedsLock(RegistryEntry entry)
    {
        if (entry.Ticket == 0)
            return;
        _entries.Remove(entry);
        entry.Ticket = 0;
        UpdateNextDueNeedsLock();
    }

    private void UpdateNextDueNeedsLock() => Volatile.Write(ref _nextDue, _entries.Min?.DueAt ?? long.MaxValue);
}
