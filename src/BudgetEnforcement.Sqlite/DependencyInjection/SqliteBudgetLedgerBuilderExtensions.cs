using BudgetEnforcement;
using BudgetEnforcement.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the ledger of a service collection in an SQLite file.</summary>
public static class SqliteBudgetLedgerBuilderExtensions
{
    /// <summary>
    /// Keeps the ledger in an SQLite file, as <see cref="SqliteBudgetStore"/> does. The last call that says where to keep the ledger counts.
    /// </summary>
    /// <param name="builder">The ledger.</param>
    /// <param name="path">
    /// The file, which is made where it is missing; its directory must exist. A relative path is taken from the current directory at the time of this
    /// call.
    /// </param>
    /// <returns>The builder, for more calls.</returns>
    /// <remarks>
    /// The file is opened with the first call of the ledger, so that a host starts without it, and closed with the container. Terms end by the
    /// container's <see cref="TimeProvider"/>, where there is one.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="path"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> is empty or white space, is no path, or is <c>:memory:</c>, for which there is
    /// <see cref="BudgetLedgerBuilder.UseInMemory"/>.
    /// </exception>
    public static BudgetLedgerBuilder UseSqlite(this BudgetLedgerBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // A store checks a path when it is made, without being opened, and resolves a relative one then.
        using var store = new SqliteBudgetStore(path);
        var file = store.Path;
        return builder.UseStore(provider => new SqliteBudgetStore(file, provider.GetService<TimeProvider>()));
    }
}
