using System.Diagnostics.CodeAnalysis;

namespace BudgetEnforcement;

/// <summary>
/// Where a ledger keeps its rows. A store keeps rows and nothing else: <see cref="LedgerRules"/> decide what happens to them, in one place, on rows
/// that the store has locked.
/// </summary>
/// <remarks>
/// <para>
/// Applications hand a store to the ledger and do not call it. Its members are for authors of stores; every store passes the same
/// contract tests as <see cref="InMemoryBudgetStore"/>, the reference.
/// </para>
/// <para>
/// Calls are synchronous and may take as long as the store needs; the ledger makes them on threads of its own. A store reports a failure with an exception of any type: the ledger takes it for "unavailable" and asks again, with the same request
/// if that may have been carried out, so a store need not know whether a commit that failed came through. A <see cref="BudgetLedgerException"/> says
/// that asking again is of no use. A store throws <see cref="ObjectDisposedException"/> after <see cref="IDisposable.Dispose"/>.
/// </para>
/// <para>
/// Instants are kept in UTC to the microsecond, and the rules write no finer ones. Amounts are kept exactly, see
/// <see cref="LedgerAmount"/>; decimals of other columns too, but their trailing zeros do not count.
/// </para>
/// </remarks>
/// <threadsafety>An implementation is safe for use by several threads, and so is the data by several processes.</threadsafety>
[Experimental(LedgerDiagnostics.Store)]
public interface IBudgetStore : IDisposable
{
    /// <summary>
    /// Makes sure that the schema is there and finds out which ledger is in the store. The ledger calls it before anything else. It may be called
    /// again, and by several processes at once.
    /// </summary>
    /// <param name="setUp">
    /// What to do about the schema. Where it is created, the ledger gets a new id, and <see cref="LedgerRow.RulesVersion"/> is
    /// <see cref="LedgerRules.Version"/>.
    /// </param>
    /// <returns>The ledger that is in the store.</returns>
    /// <exception cref="BudgetLedgerException">
    /// The schema is missing or not the one that this store knows, and <paramref name="setUp"/> does not let the store mend it.
    /// </exception>
    BudgetStoreInfo Open(SchemaSetUp setUp);

    /// <summary>
    /// Runs rules on the rows of a scope, in one transaction: loads and locks the rows, runs <see cref="LedgerRules.Apply"/> on them and saves what
    /// that changed. The store saves everything or nothing, and what is saved survives a crash as far as the store promises that.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The store locks in one order, so that no two transactions wait for each other: the node of the scope, then its budgets by
    /// <see cref="LedgerBudgetRow.Depth"/> and, among equals, by their ids as the store compares them. The lock of a budget guards its closed terms,
    /// slices and entries too. When all locks are held, the store reads its clock, the row of the ledger and the rest. It locks neither the row of
    /// the ledger nor the nodes that <see cref="LedgerScope.AllSlices"/> brings. Of these, the rules write only the row of the ledger, and they only
    /// move its instants later. So where two writes meet, a store keeps the later instant.
    /// </para>
    /// <para>
    /// The store leaves out rows that the scope names and that are not there. It puts two transactions that want to insert the same node, or a budget
    /// of the same name, one after the other: the second one sees what the first has saved. A store may achieve that by running the rules again, and
    /// may run them again for any other reason; it then throws away what earlier runs changed, with their rows.
    /// </para>
    /// </remarks>
    /// <param name="scope">The rows to load.</param>
    /// <param name="rules">The rules to run on the rows. The caller gets what they throw, and then nothing is saved.</param>
    /// <exception cref="BudgetLedgerException">The store was not opened.</exception>
    void Transact(LedgerScope scope, LedgerRules rules);

    /// <summary>Reads rows without locks, all as of one instant.</summary>
    /// <param name="query">The rows to read.</param>
    /// <returns>Rows that are the caller's; changes to them are not saved.</returns>
    /// <exception cref="BudgetLedgerException">The store was not opened.</exception>
    LedgerRows Read(LedgerQuery query);
}
