namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <summary>
/// What every store promises, by its public contract alone: the tests of a store's package link this folder and derive one class.
/// Each test has a store of its own.
/// </summary>
public abstract partial class BudgetStoreContract : IDisposable
{
    private readonly List<IBudgetStore> _opened = [];
    private IBudgetStore? _store;

    /// <summary>A store on empty data, with no schema yet.</summary>
    protected abstract IBudgetStore CreateStore();

    /// <summary>Another store on the same data, as another process has it; the first one stays open.</summary>
    protected abstract IBudgetStore OpenAgain(IBudgetStore store);

    /// <summary>The store of this test, with its schema.</summary>
    protected IBudgetStore Store
    {
        get
        {
            if (_store is null)
            {
                _store = NewStore();
                _store.Open(SchemaSetUp.Create);
            }

            return _store;
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _store?.Dispose();
        foreach (var store in _opened)
            store.Dispose();
        _opened.Clear();
    }

    private IBudgetStore NewStore()
    {
        var store = CreateStore();
        _opened.Add(store);
        return store;
    }

    private IBudgetStore Other()
    {
        var other = OpenAgain(Store);
        _opened.Add(other);
        other.Open(SchemaSetUp.Validate);
        return other;
    }

    /// <summary>Puts rows into the store, with the budgets and nodes that they belong to.</summary>
    private void Save(params object[] rows)
    {
        var budgets = rows.OfType<LedgerBudgetRow>().Select(row => row.Id).Concat(rows.OfType<LedgerTermRow>().Select(row => row.BudgetId))
            .Concat(rows.OfType<LedgerSliceRow>().Select(row => row.BudgetId)).Concat(rows.OfType<LedgerEntryRow>().Select(row => row.BudgetId)).Distinct();
        Store.Transact(
            new LedgerScope
            {
                BudgetIds = [.. budgets],
                BudgetNames = [.. rows.OfType<LedgerBudgetRow>().Select(row => row.Name)],
                NodeId = rows.OfType<LedgerNodeRow>().SingleOrDefault()?.Id,
                AllSlices = true,
                Terms = [.. rows.OfType<LedgerTermRow>().Select(row => new LedgerTermKey(row.BudgetId, row.Term))
                    .Concat(rows.OfType<LedgerSliceRow>().Select(row => new LedgerTermKey(row.BudgetId, row.Term)))],
                Entries = [.. rows.OfType<LedgerEntryRow>().Select(row => new LedgerEntryKey(row.BudgetId, row.Key))],
            },
            new TestRules(loaded =>
            {
                foreach (var row in rows)
                    loaded.Put(row);
            }));
    }

    private LedgerRows Load(LedgerScope scope) => Load(Store, scope);

    private static LedgerRows Load(IBudgetStore store, LedgerScope scope)
    {
        LedgerRows? seen = null;
        store.Transact(scope, new TestRules(rows => seen = rows));
        return seen!;
    }
}
