using BudgetEnforcement.PostgreSql;
using BudgetEnforcement.Sqlite;
using Npgsql;

namespace BudgetEnforcement.Tool.Ledgers;

/// <summary>The address of a ledger. Its text is for people and has no password in it.</summary>
internal sealed class LedgerAddress
{
    /// <summary>The variable of the environment that counts where <c>--ledger</c> is not given.</summary>
    internal const string Variable = "BUDGET_LEDGER";

    private const string SqlitePrefix = "sqlite:";
    private const string PostgresPrefix = "postgres:";
    private const string PostgresqlPrefix = "postgresql:";
    private const string Hidden = "***";

    private readonly string? _file;
    private readonly NpgsqlConnectionStringBuilder? _connection;

    private LedgerAddress(string? file, NpgsqlConnectionStringBuilder? connection, string text)
    {
        (_file, _connection, Text) = (file, connection, text);
    }

    /// <summary>For people.</summary>
    internal string Text { get; }

    /// <exception cref="InputException">It is no address.</exception>
    internal static LedgerAddress Parse(string text, string from)
    {
        if (text.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase))
            return OfFile(text[SqlitePrefix.Length..], from);
        if (text.StartsWith(PostgresPrefix, StringComparison.OrdinalIgnoreCase))
            return OfServer(text, text[PostgresPrefix.Length..], from);
        if (text.StartsWith(PostgresqlPrefix, StringComparison.OrdinalIgnoreCase))
            return OfServer(text, text[PostgresqlPrefix.Length..], from);

        // There may be a password in it.
        throw new InputException($"{from}: that is neither sqlite:FILE nor postgres:CONNECTION, such as sqlite:budgets.db or \"postgres:Host=db;Database=budgets;Username=me\".");
    }

    /// <summary>Opens a ledger that is there. None is made.</summary>
    /// <exception cref="ArgumentException">It is an address that no ledger can have.</exception>
    internal async Task<LedgerSession> OpenAsync(string schema, CancellationToken cancellationToken)
    {
        if (_file is not null && !File.Exists(_file))
            throw new BudgetLedgerException($"There is no ledger in {Text}: {(Directory.Exists(_file) ? "that is a folder." : "there is no such file.")}");
#pragma warning disable CA2000 // The ledger disposes its store, also where it cannot be opened.
        IBudgetStore store = _connection is null ? new SqliteBudgetStore(_file!) : new PostgreSqlBudgetStore(_connection.ConnectionString, schema);
#pragma warning restore CA2000
        var options = new BudgetLedgerOptions { SchemaSetUp = SchemaSetUp.Validate };
        return new LedgerSession(await BudgetLedger.OpenAsync(store, options, cancellationToken: cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The message of another program, without the password.</summary>
    internal string WithoutPassword(string message)
    {
        var hidden = message;
        foreach (var secret in (string?[])[_connection?.Password, _connection?.Passfile, _connection?.SslPassword])
        {
            if (!string.IsNullOrEmpty(secret))
                hidden = hidden.Replace(secret, Hidden, StringComparison.Ordinal);
        }

        return hidden;
    }

    private static LedgerAddress OfFile(string path, string from)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal) || path == ":memory:")
            throw new InputException($"{from}: {Printable.Quote(path)} is not the name of a file.");
        return new LedgerAddress(path, null, Printable.Of(path, most: 500));
    }

    private static LedgerAddress OfServer(string whole, string connection, string from)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = connection.StartsWith("//", StringComparison.Ordinal) ? OfUri(whole) : new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            // The error may quote the text that was typed, and that may be the password.
            throw new InputException($"{from}: that is no connection string of PostgreSQL, such as \"postgres:Host=db;Database=budgets;Username=me\" or postgres://me@db/budgets.", error);
        }

        if (string.IsNullOrEmpty(builder.Host))
            throw new InputException($"{from}: the connection string names no Host.");
        var text = FormattableString.Invariant($"PostgreSQL at {builder.Host}:{builder.Port}/{builder.Database ?? builder.Username}");
        return new LedgerAddress(null, builder, Printable.Of(text, most: 500));
    }

    private static NpgsqlConnectionStringBuilder OfUri(string text)
    {
        var uri = new Uri(text);
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host };
        if (uri.Port > 0)
            builder.Port = uri.Port;
        if (uri.AbsolutePath.Length > 1)
            builder.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var setting in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = setting.Split('=', 2);
            var name = parts[0] is "sslmode" ? "SSL Mode" : Uri.UnescapeDataString(parts[0]);
            builder[name] = Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : "").Replace("-", parts[0] is "sslmode" ? "" : "-", StringComparison.Ordinal);
        }

        return builder;
    }
}
