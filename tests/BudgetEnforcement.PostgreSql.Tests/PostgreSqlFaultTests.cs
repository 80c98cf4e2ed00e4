using BudgetEnforcement.Tests.Ledger.Contract;
using Npgsql;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>Faults of a server say what to do about them.</summary>
public sealed class PostgreSqlFaultTests(PostgreSqlServer server)
{
    // Only for a transaction that must fail: on a busy machine it may be over before others are done.
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Open_WhereNoServerIs_SaysWhereAndThatItMayPass()
    {
        using var dataSource = NpgsqlDataSource.Create("Host=/nowhere;Username=somebody;Password=secret");
        using IBudgetStore store = new PostgreSqlBudgetStore(dataSource);

        var fault = store.Invoking(it => it.Open(SchemaSetUp.Create)).Should().Throw<IOException>().Which;

        fault.Message.Should().Match("PostgreSQL at /nowhere:5432/somebody cannot be reached*Check that it runs*").And.NotContain("secret");
    }

    [Fact]
    public void Open_WithAWrongPassword_SaysToCheckIt()
    {
        var user = NewUser();

        Opening(With(user, "wrong"), server.NewSchema()).Should().Throw<BudgetLedgerException>().WithMessage($"*does not let the user in*{user}*Check the user name and the password*")
            .Which.Message.Should().NotContain("wrong");
    }

    [Fact]
    public void Open_OfADatabaseThatIsNotThere_SaysToCreateIt() =>
        Opening(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "missing" }, server.NewSchema())
            .Should().Throw<BudgetLedgerException>().WithMessage("*no such database*missing*Create it*");

    [Fact]
    public void Open_ByAUserWhoMayNotCreate_SaysToRunTheScript() =>
        Opening(With(NewUser()), server.NewSchema()).Should().Throw<BudgetLedgerException>().WithMessage("*has not the rights*GetScript*");

    [Fact]
    public void Open_ByAUserWhoMayNotRead_SaysToRunTheScript()
    {
        var (user, schema) = (NewUser(), server.NewSchema());
        server.Run(PostgreSqlBudgetStore.GetScript(schema));

        Opening(With(user), schema, SchemaSetUp.Validate).Should().Throw<BudgetLedgerException>().WithMessage("*has not the rights*grants*");
    }

    [Fact]
    public void AUser_WithTheGrantsOfTheScript_MayDoEverything()
    {
        var (user, schema) = (NewUser(), server.NewSchema());
        server.Run(PostgreSqlBudgetStore.GetScript(schema));
        var grants = PostgreSqlBudgetStore.GetScript(schema).Split('\n').Where(line => line.StartsWith("--   grant", StringComparison.Ordinal))
            .Select(line => line[2..].Replace("to application", $"to {user}", StringComparison.Ordinal)).ToList();
        grants.Should().HaveCount(2);
        server.Run(string.Concat(grants));
        using var dataSource = NpgsqlDataSource.Create(With(user));
        using IBudgetStore store = new PostgreSqlBudgetStore(dataSource, schema);

        store.Open(SchemaSetUp.Create);
        store.Transact(new LedgerScope(), Insert());

        store.Read(new LedgerQuery()).Budgets.Should().ContainSingle();
    }

    [Fact]
    public void Open_InASchemaThatSomebodyMadeForTheUser_NeedsNoOtherRight()
    {
        var (user, schema) = (NewUser(), server.NewSchema());
        server.Run($"create schema \"{schema}\" authorization {user}");
        using var dataSource = NpgsqlDataSource.Create(With(user));
        using IBudgetStore store = new PostgreSqlBudgetStore(dataSource, schema);

        store.Open(SchemaSetUp.Create).LedgerId.Should().NotBe(Guid.Empty);
    }

    [Theory]
    [InlineData(SchemaSetUp.Create)]
    [InlineData(SchemaSetUp.Validate)]
    public void Open_OfANewerSchema_SaysWhichVersions(SchemaSetUp setUp)
    {
        var schema = server.NewSchema();
        Open(schema).Dispose();
        server.Run($"update \"{schema}\".ledger set schema_version = 2");

        Opening(new(server.ConnectionString), schema, setUp).Should().Throw<BudgetLedgerException>().WithMessage($"*schema {schema} has version 2 of the schema*knows version 1*");
    }

    [Fact]
    public void Transact_AfterTheSchemaHasBecomeNewer_ChangesNothing()
    {
        var schema = server.NewSchema();
        using var store = Open(schema);
        server.Run($"update \"{schema}\".ledger set schema_version = 2");

        store.Invoking(it => it.Transact(new LedgerScope(), Insert())).Should().Throw<BudgetLedgerException>().WithMessage("*version 2*");
        store.Invoking(it => it.Read(new LedgerQuery())).Should().Throw<BudgetLedgerException>().WithMessage("*version 2*");

        server.Run($"update \"{schema}\".ledger set schema_version = 1");
        store.Read(new LedgerQuery()).Budgets.Should().BeEmpty();
    }

    [Fact]
    public void Open_ThatValidates_WithoutAColumnIsAnError()
    {
        var schema = server.NewSchema();
        Open(schema).Dispose();
        server.Run($"alter table \"{schema}\".entry drop column labels");

        Opening(new(server.ConnectionString), schema, SchemaSetUp.Validate).Should().Throw<BudgetLedgerException>().WithMessage("*not those that this library knows*labels*");
    }

    [Fact]
    public void Transact_OnTablesThatAreGone_MayPassWhenTheyAreRestored()
    {
        var schema = server.NewSchema();
        using var store = Open(schema);
        server.Run($"alter table \"{schema}\".budget rename to elsewhere");

        store.Invoking(it => it.Transact(new LedgerScope { BudgetNames = ["x"] }, Insert())).Should().Throw<IOException>().WithMessage("*not those that this library knows*");

        server.Run($"alter table \"{schema}\".elsewhere rename to budget");
        store.Transact(new LedgerScope { BudgetNames = ["x"] }, Insert());
    }

    [Fact]
    public void Transact_OnAServerThatCannotBeWritten_SaysToNameThePrimary()
    {
        // The session is read-only, as on a standby.
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Options = "-c default_transaction_read_only=on", Pooling = false };
        var schema = server.NewSchema();
        Opening(settings, schema).Should().Throw<BudgetLedgerException>().WithMessage("*cannot be written*Host=db1,db2*");
        Open(schema).Dispose();
        using IBudgetStore store = new PostgreSqlBudgetStore(server.NewDataSource(settings), schema);
        store.Open(SchemaSetUp.Create);

        store.Invoking(it => it.Transact(new LedgerScope(), Insert())).Should().Throw<IOException>().WithMessage("*cannot be written*Host=db1,db2*");

        store.Read(new LedgerQuery()).Budgets.Should().BeEmpty("reading needs no more");
    }

    [Fact]
    public void Transact_WhileAnotherHoldsARowForTooLong_SaysSoAndWorksAfterwards()
    {
        var schema = server.NewSchema();
        using var store = Open(schema);
        using var impatient = Open(schema, lockTimeout: Short);
        store.Transact(new LedgerScope(), Insert("held"));
        using (var other = server.DataSource.OpenConnection())
        using (other.BeginTransaction())
        {
            PostgreSqlServer.Run(other, $"select from \"{schema}\".budget for update");

            impatient.Invoking(it => it.Transact(new LedgerScope { BudgetNames = ["held"] }, Change())).Should().Throw<TimeoutException>()
                .WithMessage("*locked by another transaction for more than 0.05 s*pg_locks*");

            impatient.Read(new LedgerQuery()).Budgets.Should().ContainSingle("a reading waits for no lock");
        }

        store.Transact(new LedgerScope { BudgetNames = ["held"] }, Change());
        store.Read(new LedgerQuery()).Budgets.Single().Term.Should().Be(1);
    }

    [Fact]
    public void Transact_OfAProcessThatHangsInItsMidst_LetsTheOthersGoOn()
    {
        var schema = server.NewSchema();
        using var hanging = Open(schema, lockTimeout: Short);
        using var store = Open(schema);
        store.Transact(new LedgerScope(), Insert("hot"));

        // While the rules of the one hang, with the row locked, the other waits until the server ends the transaction of the one.
        var act = () => hanging.Transact(new LedgerScope { BudgetNames = ["hot"] }, new TestRules(rows =>
        {
            store.Transact(new LedgerScope { BudgetNames = ["hot"] }, Change());
            rows.Budgets.Put(rows.Budgets.Single() with { Term = 7 });
        }));

        act.Should().Throw<Exception>();
        store.Read(new LedgerQuery()).Budgets.Single().Term.Should().Be(1);
        store.Transact(new LedgerScope { BudgetNames = ["hot"] }, Change());
        store.Read(new LedgerQuery()).Budgets.Single().Term.Should().Be(2);
    }

    [Fact]
    public void Transact_AfterTheServerHasEndedTheConnections_WorksAgain()
    {
        var schema = server.NewSchema();
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { ApplicationName = schema };
        using var store = Open(schema, settings);
        server.Ask<long>($"select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = '{schema}'").Should().BePositive();

        // A request over a connection that is gone fails; the ledger asks again.
        for (var i = 0; i < 3 && store.Invoking(it => it.Transact(new LedgerScope(), Insert())) is var act; i++)
        {
            try
            {
                act();
                break;
            }
            catch (IOException)
            {
            }
            catch (NpgsqlException)
            {
            }
        }

        store.Read(new LedgerQuery()).Budgets.Should().ContainSingle();
    }

    [Fact]
    public void AStore_ThatWasNotOpened_SaysSo()
    {
        using IBudgetStore store = new PostgreSqlBudgetStore(server.DataSource, server.NewSchema());

        store.Invoking(it => it.Read(new LedgerQuery())).Should().Throw<BudgetLedgerException>().WithMessage("*was not opened*");
        store.Invoking(it => it.Transact(new LedgerScope(), Insert())).Should().Throw<BudgetLedgerException>().WithMessage("*was not opened*");
    }

    private string NewUser()
    {
        var user = server.NewSchema().Replace(' ', '_');
        server.Run($"create user {user} password '{PostgreSqlServer.Password}'");
        return user;
    }

    private NpgsqlConnectionStringBuilder With(string user, string password = PostgreSqlServer.Password) => new(server.ConnectionString) { Username = user, Password = password, Pooling = false };

    private static Action Opening(NpgsqlConnectionStringBuilder settings, string schema, SchemaSetUp setUp = SchemaSetUp.Create) => () =>
    {
        using var dataSource = NpgsqlDataSource.Create(settings);
        using IBudgetStore store = new PostgreSqlBudgetStore(dataSource, schema);
        store.Open(setUp);
    };

    private IBudgetStore Open(string schema, NpgsqlConnectionStringBuilder? settings = null, TimeSpan? lockTimeout = null)
    {
        var dataSource = settings is null ? server.DataSource : server.NewDataSource(settings);
        IBudgetStore store = new PostgreSqlBudgetStore(dataSource, schema) { LockTimeout = lockTimeout ?? TimeSpan.FromSeconds(10) };
        store.Open(SchemaSetUp.Create);
        return store;
    }

    private static TestRules Insert(string? name = null) => new(rows => rows.Budgets.Put(SampleRows.Budget(name)));

    private static TestRules Change() => new(static rows => rows.Budgets.Put(rows.Budgets.Single() with { Term = rows.Budgets.Single().Term + 1 }));
}
