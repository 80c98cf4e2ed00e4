using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace BudgetEnforcement.PostgreSql;

/// <summary>Makes commands. Their text is made of constants and the quoted name of the schema; values are parameters.</summary>
internal static class PostgreSqlCommands
{
    private const string Justification = "Statements are made of constants and the quoted name of the schema; values are parameters.";

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = Justification)]
    internal static NpgsqlCommand New(NpgsqlConnection connection, string sql) => new(sql, connection);

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = Justification)]
    internal static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }
}
