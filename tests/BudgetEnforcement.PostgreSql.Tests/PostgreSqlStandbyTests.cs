using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>
/// A standby that lacks the last transactions takes over from a primary that has crashed, under processes that know both hosts. To them this is like a
/// restored backup of another store.
/// </summary>
public sealed class PostgreSqlStandbyTests : RestoredStoreContract, IDisposable
{
    private readonly PostgreSqlServer _primary = new();
    private PostgreSqlStandby? _standby;

    public void Dispose()
    {
        _standby?.Dispose();
        _primary.Dispose();
    }

    protected override IBudgetStore CreateStore()
    {
        _standby = new PostgreSqlStandby(_primary);
        return Connect();
    }

    protected override IBudgetStore OpenAgain(IBudgetStore store) => Connect();

    protected override Action TakeBackup(IBudgetStore store)
    {
        _standby!.CatchUpAndLag();
        return () =>
        {
            _primary.Stop();
            _standby.Promote();
        };
    }

    // The standby stands first, so that connections which take any host would go to it. Npgsql looks again at a host that was down, or was no primary, after
    // a while; here at once.
    private PostgreSqlBudgetStore Connect() =>
        new($"Host={_standby!.Folder},{_primary.Folder};Username=postgres;Database=postgres;Host Recheck Seconds=0");
}
