using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>Where the connections of a ledger go: to one host, or to the primary of several.</summary>
internal static class PostgreSqlHosts
{
    private static readonly string[] NoPrimary = ["standby", "read-only", "prefer-standby"];

    /// <returns>Connections to a host that may be written. They end with <paramref name="dataSource"/>.</returns>
    internal static NpgsqlDataSource Primary(NpgsqlDataSource dataSource) =>
        dataSource is NpgsqlMultiHostDataSource hosts ? hosts.WithTargetSession(TargetSessionAttributes.Primary) : dataSource;

    /// <exception cref="ArgumentException">It multiplexes.</exception>
    internal static NpgsqlDataSource Check(NpgsqlDataSource dataSource)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        Check(new NpgsqlConnectionStringBuilder(dataSource.ConnectionString), nameof(dataSource));
        return dataSource;
    }

    /// <exception cref="ArgumentException">The connection string is none that a ledger can use.</exception>
    internal static NpgsqlDataSource Create(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Check(settings, nameof(connectionString));
        if (settings.TargetSessionAttributes is { } wanted && NoPrimary.Contains(wanted, StringComparer.OrdinalIgnoreCase))
            throw new ArgumentException($"A ledger writes, so it needs the primary, not Target Session Attributes={wanted}.", nameof(connectionString));

        // Npgsql refuses a source of several hosts whose connection string says which of them is meant; the store says it for each connection.
        settings.TargetSessionAttributes = null;
        return NpgsqlDataSource.Create(settings);
    }

    private static void Check(NpgsqlConnectionStringBuilder settings, string parameter)
    {
        if (settings.Multiplexing)
            throw new ArgumentException("Transactions need a connection of their own: leave Multiplexing out of the connection string.", parameter);
    }
}
