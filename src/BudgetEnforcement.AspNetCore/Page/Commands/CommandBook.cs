namespace BudgetEnforcement.AspNetCore;

/// <summary>Carries out each command once, by its key. A client that sends it again gets the result of the first time.</summary>
/// <remarks>
/// It remembers the last ten thousand commands that were carried out, in this process. One that failed is forgotten, to be tried again. A budget that
/// is not shared lives no longer than this; of shared ones the ledger knows top-ups, limits and resets by the same keys, for all processes. A node
/// that is settled stays so: a command of any process to settle it once more is refused.
/// </remarks>
/// <threadsafety>Safe for use by several threads; its lock holds no foreign code.</threadsafety>
internal sealed class CommandBook(int capacity = 10_000)
{
    private readonly object _sync = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    // The oldest first. Commands that failed are not in it: they must not push out those that were carried out.
    private readonly LinkedList<string> _order = new();

    internal int Count
    {
        get
        {
            lock (_sync)
                return _entries.Count;
        }
    }

    /// <summary>Carries a command out, or waits for the one of its key that is under way or done.</summary>
    /// <exception cref="CommandFault">Another command has the key, or the command cannot be carried out.</exception>
    internal async Task<(CommandResultJson Result, bool IsRepeat)> RunAsync(BudgetCommand command, Func<Task<CommandResultJson>> run)
    {
        Entry? entry;
        var isNew = false;
        lock (_sync)
        {
            if (!_entries.TryGetValue(command.Key, out entry))
            {
                isNew = true;
                _entries.Add(command.Key, entry = new Entry(command.Fingerprint, _order.AddLast(command.Key)));
                if (_entries.Count > capacity)
                    ForgetNeedsLock(_order.First!.Value);
            }
        }

        if (entry.Fingerprint != command.Fingerprint)
            throw new CommandFault(409, "The key is taken", "Another command was sent under this commandKey. Nothing was changed.");
        if (!isNew)
            return (await entry.Done.Task.ConfigureAwait(false), true);
        try
        {
            var result = await run().ConfigureAwait(false);
            entry.Done.SetResult(result);
            return (result, false);
        }
        catch (Exception exception)
        {
            lock (_sync)
            {
                if (_entries.GetValueOrDefault(command.Key) == entry)
                    ForgetNeedsLock(command.Key);
            }

            entry.Done.SetException(exception);
            _ = entry.Done.Task.Exception; // This observes the fault, also where no repeat waits for it.
            throw;
        }
    }

    private void ForgetNeedsLock(string key)
    {
        if (_entries.Remove(key, out var entry))
            _order.Remove(entry.Place);
    }

    private sealed class Entry(string fingerprint, LinkedListNode<string> place)
    {
        internal string Fingerprint { get; } = fingerprint;

        internal LinkedListNode<string> Place { get; } = place;

        internal TaskCompletionSource<CommandResultJson> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
