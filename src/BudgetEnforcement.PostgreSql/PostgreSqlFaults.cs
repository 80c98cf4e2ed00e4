using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>Says what a fault of PostgreSQL means and what to do about it.</summary>
internal static class PostgreSqlFaults
{
    /// <param name="fault">The exception of Npgsql, or of the name service.</param>
    /// <param name="dataSource">The source of the connection.</param>
    /// <param name="schema">The schema of the ledger.</param>
    /// <param name="lockTimeout">How long the transaction waited for others.</param>
    /// <param name="isOpening">
    /// Whether the store was being opened. Asking again is then of no use before the fault is mended; a ledger that runs asks again until it is.
    /// </param>
    /// <returns>An exception that says what to do; null where the fault says it itself.</returns>
    internal static Exception? Explain(Exception fault, NpgsqlDataSource dataSource, PostgreSqlSchema schema, TimeSpan lockTimeout, bool isOpening)
    {
        var where = Where(dataSource);
        if (fault is not PostgresException { SqlState: var state, MessageText: var text })
            return new IOException($"PostgreSQL at {where} cannot be reached: {fault.Message} Check that it runs, and its host and port in the connection string.", fault);

        var lasting = state switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"PostgreSQL at {where} does not let the user in: {text}. Check the user name and the password in the connection string, and pg_hba.conf of the server.",
            PostgresErrorCodes.InvalidCatalogName => $"PostgreSQL at {where} has no such database: {text}. Create it, or name another in the connection string.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"The user of {where} has not the rights that the ledger needs: {text}. Let somebody who has run the script that {nameof(PostgreSqlBudgetStore)}.{nameof(PostgreSqlBudgetStore.GetScript)} gives, with its grants.",
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName =>
                $"The tables of the ledger in schema {schema.Name} of {where} are not those that this library knows: {text}. Restore them, or name another schema.",
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                $"PostgreSQL at {where} cannot be written, such as a standby: {text}. Name the primary, or all hosts (Host=db1,db2), of which the ledger takes the primary.",
            _ => null,
        };
        if (lasting is not null)
            return isOpening ? new BudgetLedgerException(lasting, fault) : new IOException(lasting, fault);

        return state switch
        {
            PostgresErrorCodes.LockNotAvailable => new TimeoutException(
                FormattableString.Invariant($"Rows of the ledger in {where} were locked by another transaction for more than {lockTimeout.TotalSeconds:0.###} s. Somebody holds a transaction open: see pg_stat_activity and pg_locks."), fault),
            PostgresErrorCodes.DiskFull => new IOException($"The disk of PostgreSQL at {where} is full, so nothing was saved: {text}. Free some space.", fault),
            PostgresErrorCodes.TooManyConnections => new IOException($"PostgreSQL at {where} has no connection left: {text}. Lower Maximum Pool Size in the connection string, or raise max_connections.", fault),
            PostgresErrorCodes.UniqueViolation => new InvalidOperationException($"What was to be saved in {where} is there already and was not in the scope: {text}", fault),
            _ => null,
        };
    }

    /// <summary>The server and the database, for people; the password is never part of it.</summary>
    internal static string Where(NpgsqlDataSource dataSource)
    {
        var settings = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString);
        return FormattableString.Invariant($"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}");
    }
}
