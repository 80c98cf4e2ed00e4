#pragma warning disable CA2000 // The ledger disposes of its store.

using System.Transactions;
using BudgetEnforcement.Tests.Ledger.Contract;
using Npgsql;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>What a transaction promises beside its rows.</summary>
public sealed class PostgreSqlTransactionTests(PostgreSqlServer server)
{
    [Theory]
    [InlineData("off", "on")]
    [InlineData("local", "on")]
    [InlineData("remote_write", "on")]
    [InlineData("on", "on")]
    [InlineData("remote_apply", "remote_apply")]
    public void Transact_WhateverTheServerIsSetTo_CommitsToTheDiskAtLeast(string setting, string expected)
    {
        var schema = server.NewSchema();
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Options = "-c synchronous_commit=" + setting, Pooling = false };
        using IBudgetStore store = new PostgreSqlBudgetStore(server.NewDataSource(settings), schema);
        store.Open(SchemaSetUp.Create);
        server.Run($"""
            create table "{schema}".seen (setting text);
            create function "{schema}".see() returns trigger language plpgsql as
                $$ begin insert into "{schema}".seen values (current_setting('synchronous_commit')); return null; end $$;
            create trigger see after insert on "{schema}".budget execute function "{schema}".see();
            """);

        store.Transact(new LedgerScope(), Insert());

        server.Ask<string>($"select setting from \"{schema}\".seen").Should().Be(expected);
    }

    [Fact]
    public void Transact_OnAPooledConnection_LeavesNothingInTheSession()
    {
        var schema = server.NewSchema();
        var dataSource = server.NewDataSource(new(server.ConnectionString) { MaxPoolSize = 1, NoResetOnClose = true }); // As behind PgBouncer.
        using IBudgetStore store = new PostgreSqlBudgetStore(dataSource, schema);
        store.Open(SchemaSetUp.Create);
        const string State = "select concat_ws(' ', current_setting('synchronous_commit'), current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'), current_setting('transaction_isolation'), (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()), (select count(*) from pg_prepared_statements))";

        store.Transact(new LedgerScope(), Insert());
        store.Invoking(it => it.Transact(new LedgerScope(), new TestRules(_ => throw new InvalidOperationException("on purpose")))).Should().Throw<InvalidOperationException>();
        store.Read(new LedgerQuery()).Budgets.Should().ContainSingle();

        using var connection = dataSource.OpenConnection();
        PostgreSqlServer.Ask(connection, State).Should().Be("off 0 0 read committed 0 0");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public async Task Exchange_OnADataSourceThatPrepares_PreparesAndOnAnotherDoesNot(int most)
    {
        var schema = server.NewSchema();
        var dataSource = server.NewDataSource(new(server.ConnectionString) { MaxPoolSize = 1, MaxAutoPrepare = most, NoResetOnClose = true });
        await using var ledger = await BudgetLedger.OpenAsync(new PostgreSqlBudgetStore(dataSource, schema), cancellationToken: TestContext.Current.CancellationToken);
        var team = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 100m }, cancellationToken: TestContext.Current.CancellationToken);

        for (var i = 0; i < 20; i++)
        {
            team.AddCost(1m);
            await ledger.FlushAsync(TestContext.Current.CancellationToken);
        }

        (await ledger.FindAsync("team", TestContext.Current.CancellationToken))!.Spent.Should().Be(20m);
        await using var connection = await dataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var prepared = (long)PostgreSqlServer.Ask(connection, "select count(*) from pg_prepared_statements")!;
        prepared.Should().Be(most == 0 ? 0 : 11, "an exchange has this many statements");
    }

    [Fact]
    public void Transact_InATransactionOfTheCaller_IsNoPartOfIt()
    {
        var schema = server.NewSchema();
        using IBudgetStore store = new PostgreSqlBudgetStore(server.DataSource, schema);
        using (new TransactionScope())
        {
            store.Open(SchemaSetUp.Create);
            store.Transact(new LedgerScope(), Insert());
        }

        store.Read(new LedgerQuery()).Budgets.Should().ContainSingle();
    }

    [Fact]
    public void Transact_WhereTheDefaultIsSerializable_StillDoesNotFail()
    {
        var schema = server.NewSchema();
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Options = "-c default_transaction_isolation=serializable" };
        using IBudgetStore first = new PostgreSqlBudgetStore(server.NewDataSource(settings), schema);
        using IBudgetStore second = new PostgreSqlBudgetStore(server.NewDataSource(settings), schema);
        first.Open(SchemaSetUp.Create);
        second.Open(SchemaSetUp.Create);
        first.Transact(new LedgerScope(), Insert("hot"));

        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => (i % 2 == 0 ? first : second).Transact(
            new LedgerScope { BudgetNames = ["hot"] },
            new TestRules(static rows => rows.Budgets.Put(rows.Budgets.Single() with { Term = rows.Budgets.Single().Term + 1 }))));

        first.Read(new LedgerQuery()).Budgets.Single().Term.Should().Be(40);
    }

    [Fact]
    public void Ledger_WrittenByAnotherMeanwhile_KeepsTheLaterInstants()
    {
        var schema = server.NewSchema();
        using IBudgetStore store = new PostgreSqlBudgetStore(server.DataSource, schema);
        store.Open(SchemaSetUp.Create);
        var (earlier, later) = (SampleRows.Instant(), SampleRows.Instant());
        static TestRules Set(DateTimeOffset learning, DateTimeOffset forgotten, Action? before = null) => new(rows =>
        {
            before?.Invoke();
            rows.Ledger = rows.Ledger with { LearningUntil = learning, ForgottenUntil = forgotten };
        });

        store.Transact(new LedgerScope(), Set(earlier, later, () => store.Transact(new LedgerScope(), Set(later, earlier))));

        var ledger = store.Read(new LedgerQuery()).Ledger;
        (ledger.LearningUntil, ledger.ForgottenUntil).Should().Be((later, later));
    }

    [Fact]
    public void Transact_ThatChangesARow_TouchesNoIndex()
    {
        const int Changes = 5; // They fit into one page, even if other tests keep old rows from being cleaned up.
        var schema = server.NewSchema();
        var dataSource = server.NewDataSource(new(server.ConnectionString) { MaxPoolSize = 1 });
        using IBudgetStore store = new PostgreSqlBudgetStore(dataSource, schema);
        store.Open(SchemaSetUp.Create);
        var budget = SampleRows.FullBudget();
        var slice = SampleRows.FullSlice(budget.Id);
        store.Transact(new LedgerScope(), new TestRules(rows =>
        {
            rows.Budgets.Put(budget);
            rows.Slices.Put(slice);
        }));

        for (var i = 0; i < Changes; i++)
        {
            store.Transact(new LedgerScope { BudgetIds = [budget.Id], AllSlices = true, Terms = [new(budget.Id, slice.Term)] }, new TestRules(rows =>
            {
                rows.Budgets.Put(rows.Budgets.Single() with { Costs = SampleRows.Wide(i) });
                rows.Slices.Put(rows.Slices.Single() with { Held = SampleRows.Wide(i) });
            }));
        }

        // A session keeps its counts to itself until it is told to give them to the others.
        using var connection = dataSource.OpenConnection();
        PostgreSqlServer.Ask(connection, "select pg_stat_force_next_flush()");
        PostgreSqlServer.Ask(connection, $"select string_agg(concat_ws(' ', relname, n_tup_upd, n_tup_hot_upd), ', ' order by relname) from pg_stat_user_tables where schemaname = '{schema}' and n_tup_upd > 0")
            .Should().Be($"budget {Changes} {Changes}, slice {Changes} {Changes}");
    }

    private static TestRules Insert(string? name = null) => new(rows => rows.Budgets.Put(SampleRows.Budget(name)));
}
