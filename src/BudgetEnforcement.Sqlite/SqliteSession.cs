using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace BudgetEnforcement.Sqlite;

/// <summary>One connection with the statements that it has prepared. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnectionStringBuilder settings)
    {
        Path = settings.DataSource;
        _connection = new SqliteConnection(settings.ToString());
    }

    internal string Path { get; }

    internal static SqliteSession Open(string path, TimeSpan lockTimeout, bool mayCreate)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mayCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(lockTimeout.TotalSeconds),
        };
        var session = new SqliteSession(settings);
        try
        {
            session._connection.Open();

            // SQLite itself looks every few milliseconds whether a lock is free; the provider would every 150.
            session.Execute(FormattableString.Invariant($"pragma busy_timeout = {(int)Math.Ceiling(lockTimeout.TotalMilliseconds)}"));
            session.Execute("pragma synchronous = full");
            session.Execute("pragma fullfsync = on"); // This matters on macOS only, where fsync alone does not reach the disk.
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    internal void Execute(string sql) => Command(sql).ExecuteNonQuery();

    /// <summary>A statement, prepared once. Its parameters are numbered by their place.</summary>
    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Statements are made of constants; values are parameters.")]
    internal SqliteCommand Command(string sql, int parameters = 0)
    {
        if (_commands.TryGetValue(sql, out var command))
            return command;

        command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = FormattableString.Invariant($"${i}") });
        _commands.Add(sql, command);
        return command;
    }

    /// <summary>Rolls back what was begun. After some faults SQLite has done so itself, which is as good.</summary>
    internal void RollBack()
    {
        try
        {
            Execute("rollback");
        }
        catch (SqliteException)
        {
            // The caller is about to report the fault that led here, and closes the connection.
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _connection.Dispose();
    }
}
