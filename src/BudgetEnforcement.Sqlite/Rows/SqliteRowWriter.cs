using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BudgetEnforcement.Sqlite;

/// <summary>Sets the parameters of a statement one after the other.</summary>
internal sealed class SqliteRowWriter(SqliteCommand command)
{
    private int _parameter;

    internal SqliteRowWriter Add(Guid value) => Set(Text(value));

    internal SqliteRowWriter Add(Guid? value) => Set(value is { } id ? Text(id) : null);

    internal SqliteRowWriter Add(string? value) => Set(value);

    internal SqliteRowWriter Add(long value) => Set(value);

    internal SqliteRowWriter Add(bool value) => Set(value ? 1L : 0L);

    internal SqliteRowWriter Add(LedgerAmount value) => Set(value.ToByteArray());

    internal SqliteRowWriter Add(LedgerAmount? value) => Set(value?.ToByteArray());

    internal SqliteRowWriter Add(DateTimeOffset value) => Set((value - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    internal SqliteRowWriter Add(DateTimeOffset? value) => value is { } instant ? Add(instant) : Set(null);

    internal SqliteRowWriter Add(decimal value) => Set(Text(value));

    internal SqliteRowWriter Add(IEnumerable<decimal> values) => Set(string.Join(',', values.Select(Text)));

    internal SqliteRowWriter Add(IEnumerable<Guid> values) => Set(string.Join(',', values.Select(Text)));

    internal static string Text(Guid value) => value.ToString("D");

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private SqliteRowWriter Set(object? value)
    {
        command.Parameters[_parameter++].Value = value ?? DBNull.Value;
        return this;
    }
}
