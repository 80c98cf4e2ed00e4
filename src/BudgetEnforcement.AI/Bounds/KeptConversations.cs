namespace BudgetEnforcement.AI;

/// <summary>
/// What was reported last for each conversation that a provider keeps, by its id. A call may add to the conversation, so what was reported before
/// counts only until the call begins, and what it reports itself only where no other call of the conversation ran at the same time.
/// </summary>
/// <remarks>Any number of threads may use it. What other clients add to a conversation is not known here.</remarks>
internal sealed class KeptConversations
{
    private readonly object _gate = new();
    private readonly Dictionary<ulong, Open> _open = [];
    private readonly Conversations _known = new();

    /// <summary>What was reported for a conversation that no call is adding to; null where that is not known.</summary>
    internal Conversations.Reported? Find(ulong id)
    {
        lock (_gate)
            return FindNeedsLock(id);
    }

    /// <summary>Notes that a call of the conversation begins.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="bounded">What the bound of the call is made from; null where it assumes nothing.</param>
    /// <returns>Whether it may begin; false where the bound is made from a report that no longer counts.</returns>
    internal bool TryBegin(ulong id, Conversations.Reported? bounded)
    {
        lock (_gate)
        {
            if (bounded is not null && bounded != FindNeedsLock(id))
                return false;
            _open[id] = _open.TryGetValue(id, out var open) ? open with { Calls = open.Calls + 1, IsShared = true } : new Open { Calls = 1 };
            return true;
        }
    }

    /// <summary>Notes that a call of the conversation has ended.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="hasAdded">Whether the call may have added to the conversation.</param>
    /// <param name="reported">What was reported for it then; null where nothing was.</param>
    internal void End(ulong id, bool hasAdded, Conversations.Reported? reported)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(id, out var open))
                return;
            if (hasAdded)
                open = open with { HasChanged = true, After = open.IsShared ? null : reported };
            if (open.Calls > 1)
            {
                _open[id] = open with { Calls = open.Calls - 1 };
                return;
            }

            _open.Remove(id);
            if (open.HasChanged && open.After is { } last)
                _known.Remember(id, last);
            else if (open.HasChanged)
                _known.Forget(id);
        }
    }

    /// <summary>Notes what was reported for a conversation that has just begun, or goes on under a new id.</summary>
    internal void Remember(ulong id, Conversations.Reported reported)
    {
        lock (_gate)
        {
            if (!_open.ContainsKey(id))
                _known.Remember(id, reported);
        }
    }

    private Conversations.Reported? FindNeedsLock(ulong id) => !_open.ContainsKey(id) && _known.TryFind(id, out var reported) ? reported : null;

    /// <summary>A conversation that calls may be adding to.</summary>
    private readonly record struct Open
    {
        /// <summary>How many they are.</summary>
        internal int Calls { get; init; }

        /// <summary>Whether two of them ran at the same time, so that none knows what the other has added.</summary>
        internal bool IsShared { get; init; }

        /// <summary>Whether one that has ended has added something.</summary>
        internal bool HasChanged { get; init; }

        /// <summary>What was reported by it.</summary>
        internal Conversations.Reported? After { get; init; }
    }
}
