namespace BudgetEnforcement;

/// <content>Budgets are opened, given up, and opened anew.</content>
internal sealed partial class LedgerExchange
{
    /// <summary>Opens a budget, or finds the one that is open. The store is asked by the next exchange.</summary>
    /// <param name="options">Valid options with a name.</param>
    /// <param name="parents">Shared budgets of this ledger.</param>
    internal SharedBudget Open(BudgetOptions options, IReadOnlyList<BudgetEnforcer> parents)
    {
        SharedBudget[] shared = [.. parents.Select(SharedOf)];
        using (_tree.Lock(inBackground: true))
        {
            ObjectDisposedException.ThrowIf(_isClosing, typeof(BudgetLedger));
            if (FindNeedsLock(options, shared) is { } open)
            {
                open.Openers++;
                return open;
            }
        }

        // Making a budget calls listeners of metrics, so it is made outside the lock; another thread may have been first then.
        var made = new SharedBudget(this, _ledger, BudgetDefinition.From(options, [], setsLimit: _options.LimitFrom == BudgetLimitSource.Configuration), shared);
        made.Budget = BudgetEnforcer.CreateShared(made, options, parents, _tree);
        SharedBudget kept;
        using (_tree.Lock(inBackground: true))
        {
            kept = FindNeedsLock(options, shared) ?? made;
            kept.Openers++;
            if (kept == made)
            {
                _byName[made.Name] = made; // It replaces one that could not be opened.
                if (Array.Find(shared, static parent => parent.Fault is not null) is { } lost)
                    GiveUpNeedsLock(made, lost.Fault!);
                WakeNeedsLock();
            }
        }

        if (kept == made)
            made.Budget.Publish();
        return kept;
    }

    /// <summary>How a budget must be opened in the store, under the ids that its parents have there now.</summary>
    internal BudgetDefinition DefinitionToOpen(SharedBudget shared)
    {
        using (_tree.Lock(inBackground: true))
        {
            return shared.DefinitionToOpenNeedsLock();
        }
    }

    /// <summary>Takes note that a budget stands in the store.</summary>
    internal void OnOpened(SharedBudget shared, OpenBudgetReply reply)
    {
        decimal wantedLimit;
        using (_tree.Lock(inBackground: true))
        {
            OnReachedNeedsLock();
            wantedLimit = shared.WantedLimit;
            if (_byName.GetValueOrDefault(shared.Name) != shared)
                return; // The caller that wanted it has given up meanwhile. An opened budget holds no money in the store.
            if (shared.NodeSlice is { } lost && lost.BudgetId != reply.Budget.Id)
                LeaveNeedsLock(shared, lost);
            var isFirst = !_byId.ContainsKey(reply.Budget.Id);
            shared.TakeRow(reply.Budget);
            if (isFirst)
            {
                _byId.Add(reply.Budget.Id, shared);
                _node.Add(shared.NodeSlice!);
                CountOwnNeedsLock(shared);
                shared.Budget.SetThresholdsNeedsLock(shared.Thresholds);
                AdoptNeedsLock(shared);
                shared.State.AcknowledgeAll(); // What was passed before is no news, but tokens that were read before must not go on.
                shared.Budget.CancelIfExceededNeedsLock();
            }

            if (reply.Changed is { } changed)
                shared.OwnRise.AddRange(changed.Rise);
            WakeNeedsLock();
        }

        // What a new limit has reached is announced with the next answer.
        var info = new LedgerBudgetInfo(reply.Budget, []);
        var told = reply with { Changed = reply.Changed is { } change ? change with { Rise = [] } : null };
        WorkItems.Queue(() => _telemetry.BudgetOpened(info, told, wantedLimit));
    }

    /// <summary>Takes note that a budget cannot be opened, because the one in the ledger is another. Nothing is admitted under it.</summary>
    internal void OnMismatch(SharedBudget shared, BudgetLedgerException fault)
    {
        using (_tree.Lock(inBackground: true))
        {
            OnReachedNeedsLock();
            GiveUpNeedsLock(shared, fault);
        }

        WorkItems.Queue(() => _telemetry.BudgetNotOpened(shared.Name, fault));
    }

    /// <summary>Forgets a budget that could not be opened, where no other caller wants it.</summary>
    internal void GiveUpOpening(SharedBudget shared)
    {
        using (_tree.Lock(inBackground: true))
        {
            if (--shared.Openers > 0 || shared.NodeSlice is not null)
                return;
            if (_byName.GetValueOrDefault(shared.Name) == shared)
                _byName.Remove(shared.Name);
        }

        BudgetMetrics.Withdraw(shared.Budget);
    }

    /// <summary>Takes note that this process changes a limit. It announces what the new limit reaches, also where another process hears of it first.</summary>
    internal void BeginLimitChange(SharedBudget shared)
    {
        using (_tree.Lock(inBackground: true))
            shared.LimitChanges++;
    }

    /// <summary>Takes note that this process has changed a limit, or failed to; what it has reached is announced with the next answer.</summary>
    internal void EndLimitChange(SharedBudget shared, LimitReply? reply)
    {
        using (_tree.Lock(inBackground: true))
        {
            shared.LimitChanges--;
            shared.OwnRise.AddRange(reply?.Rise ?? []);
            WakeNeedsLock();
        }
    }

    /// <summary>
    /// Leaves a budget that the store has lost, where another process has made it anew under another id. What this one has spent in the term goes
    /// over; what it held was lost with the budget.
    /// </summary>
    private void LeaveNeedsLock(SharedBudget shared, NodeSlice lost)
    {
        CountOwnNeedsLock(shared);
        _byId.Remove(lost.BudgetId);
        _node.Remove(lost.BudgetId);
        shared.MoveOn();
    }

    /// <summary>Admits nothing under a budget that cannot be opened, nor under what stands below it in the ledger.</summary>
    private void GiveUpNeedsLock(SharedBudget shared, BudgetLedgerException fault)
    {
        var lost = new Queue<SharedBudget>([shared]);
        while (lost.TryDequeue(out var next))
        {
            if (next.Fault is not null)
                continue;
            next.Fault = fault;
            CutOffNeedsLock(next);
            EndOpeningsNeedsLock(next, fault);
            FailFlushesNeedsLock(next, fault);
            if (next.NodeSlice is { } slice)
            {
                _node.Remove(slice.BudgetId);
                _byId.Remove(slice.BudgetId);
            }

            foreach (var child in _byName.Values.Where(child => child.Parents.Contains(next)))
                lost.Enqueue(child);
        }
    }

    private static SharedBudget SharedOf(BudgetEnforcer parent) => parent.Shared
        ?? throw new ArgumentException($"Budget {BudgetOptionsRules.Quote(parent.Name)} is no budget of a ledger, so a shared budget cannot be under it.", nameof(parent));

    private SharedBudget? FindNeedsLock(BudgetOptions options, SharedBudget[] parents)
    {
        if (Array.Find(parents, parent => _byName.GetValueOrDefault(parent.Name) != parent) is { } foreign)
            throw new ArgumentException($"Budget {BudgetOptionsRules.Quote(foreign.Name)} is a budget of another ledger.", nameof(parents));
        if (_byName.GetValueOrDefault(options.Name!) is not { Fault: null } open)
            return null;
        if (!open.Parents.SequenceEqual(parents))
            throw new ArgumentException($"Budget {BudgetOptionsRules.Quote(open.Name)} is open under other parents.", nameof(parents));
        return open;
    }
}
