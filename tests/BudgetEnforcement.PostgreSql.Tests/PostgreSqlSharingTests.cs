using System.Runtime.CompilerServices;
using BudgetEnforcement.Stores;
using Npgsql;

namespace BudgetEnforcement.PostgreSql.Tests;

public sealed class PostgreSqlSharingTests(PostgreSqlServer server) : SharingTests
{
    [ModuleInitializer]
    internal static void RunIfThisIsTheOtherProcess() => OtherProcess.RunIfThisIsIt(static where =>
    {
        var parts = where.Split('|');
        return new PostgreSqlBudgetStore(NpgsqlDataSource.Create(parts[0]), parts[1]);
    });

    protected override IBudgetStore CreateStore(out string where)
    {
        var schema = server.NewSchema();
        where = $"{server.ConnectionString}|{schema}";
        return new PostgreSqlBudgetStore(server.DataSource, schema);
    }

    protected override IBudgetStore OpenAgain(string where) => new PostgreSqlBudgetStore(server.DataSource, where.Split('|')[1]);
}
