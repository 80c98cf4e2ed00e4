using BudgetEnforcement;
using BudgetEnforcement.PostgreSql;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps the ledger of a service collection in PostgreSQL.</summary>
public static class PostgreSqlBudgetLedgerBuilderExtensions
{
    /// <summary>
    /// Keeps the ledger in PostgreSQL, as <see cref="PostgreSqlBudgetStore"/> does. The last call that says where to keep the ledger counts.
    /// </summary>
    /// <param name="builder">The ledger.</param>
    /// <param name="connectionString">
    /// The connection string of the database, in the words of Npgsql; of several hosts the ledger takes the primary. The connections are closed with
    /// the container. <see langword="null"/>, the default, for the container's own <see cref="NpgsqlDataSource"/>, which the ledger never disposes
    /// of.
    /// </param>
    /// <param name="schema">
    /// The schema for the tables, exactly as PostgreSQL has it: 1 to 63 bytes in UTF-8. Ledgers in several schemas know nothing of each other.
    /// </param>
    /// <returns>The builder, for more calls.</returns>
    /// <remarks>
    /// The server is reached with the first call of the ledger, so that a host starts without it. Where no connection string is given and the
    /// container has no data source, a request for the ledger throws an <see cref="InvalidOperationException"/> that says so.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="schema"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="connectionString"/> or <paramref name="schema"/> is not one that <see cref="PostgreSqlBudgetStore(string, string)"/> takes.
    /// </exception>
    public static BudgetLedgerBuilder UsePostgreSql(
        this BudgetLedgerBuilder builder, string? connectionString = null, string schema = PostgreSqlBudgetStore.DefaultSchema)
    {
        ArgumentNullException.ThrowIfNull(builder);
        _ = new PostgreSqlSchema(schema);
        if (connectionString is null)
            return builder.UseStore(provider => new PostgreSqlBudgetStore(DataSourceOf(provider), schema));

        // A store checks its arguments when it is made, without being opened.
        new PostgreSqlBudgetStore(connectionString, schema).Dispose();
        return builder.UseStore(_ => new PostgreSqlBudgetStore(connectionString, schema));
    }

    private static NpgsqlDataSource DataSourceOf(IServiceProvider provider) => provider.GetService<NpgsqlDataSource>()
        ?? throw new InvalidOperationException(
            $"The ledger is to be kept in PostgreSQL, and the container has no {nameof(NpgsqlDataSource)}: add one, or give {nameof(UsePostgreSql)} a connection string.");
}
