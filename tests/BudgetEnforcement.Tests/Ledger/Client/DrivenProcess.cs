namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>A process with one budget on a ledger: the real exchange, driven by hand.</summary>
internal sealed class DrivenProcess
{
    private readonly IBudgetStore _store;
    private readonly ManualClock _clock;

    /// <param name="store">Open already.</param>
    /// <param name="clock">Of the process.</param>
    /// <param name="team">The budget, which the process opens and of which it has heard once.</param>
    /// <param name="options">The options of the ledger.</param>
    /// <param name="clockOfBudgets">The clock of its budgets, where it is another one.</param>
    internal DrivenProcess(IBudgetStore store, ManualClock clock, BudgetOptions team, BudgetLedgerOptions? options = null, TimeProvider? clockOfBudgets = null)
    {
        (_store, _clock) = (store, clock);
        options = (options ?? new BudgetLedgerOptions()).ValidCopy("options");
        Ledger = new LedgerExchange(null, options, new LedgerTelemetry(SafeLogger.Silent), null, clockOfBudgets ?? clock, clock, () => Wakes++);
        Team = Open(team);
    }

    internal LedgerExchange Ledger { get; }

    internal BudgetEnforcer Team { get; }

    /// <summary>How often the thread of the ledger was woken.</summary>
    internal int Wakes { get; set; }

    internal static InMemoryBudgetStore OpenStore(TimeProvider clock)
    {
        var store = new InMemoryBudgetStore(clock);
        ((IBudgetStore)store).Open(SchemaSetUp.Create);
        return store;
    }

    /// <summary>Opens a budget, and hears of it once.</summary>
    internal BudgetEnforcer Open(BudgetOptions options)
    {
        var shared = Ledger.Open(options, []);
        Next(out _)!.ToOpen.Should().Equal(shared);
        Ledger.OnOpened(shared, new OpenBudgetCommand(Ledger.DefinitionToOpen(shared)).Run(_store));
        Exchange();
        return shared.Budget;
    }

    /// <summary>What there is to do now, or how long to wait.</summary>
    internal LedgerWork? Next(out TimeSpan wait) => Ledger.NextWork(Ledger.Now(), out wait);

    /// <summary>Waits for the next request that is due, and answers it.</summary>
    internal ExchangeRequest Exchange(Action? meanwhile = null)
    {
        LedgerWork? work;
        while ((work = Next(out var wait)) is null)
            _clock.Advance(wait);
        return Answer(work, TimeSpan.Zero, meanwhile);
    }

    /// <summary>Answers a request.</summary>
    /// <param name="work">The request.</param>
    /// <param name="takes">How long the store needs.</param>
    /// <param name="meanwhile">What happens after the store has read the request.</param>
    internal ExchangeRequest Answer(LedgerWork work, TimeSpan takes, Action? meanwhile)
    {
        _clock.Advance(takes);
        var reply = new ExchangeCommand(work.Request!).Run(_store);
        meanwhile?.Invoke();
        Ledger.OnAnswered(reply, Ledger.Now());
        return work.Request!;
    }
}
