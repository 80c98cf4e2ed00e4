using System.Diagnostics.CodeAnalysis;
using BudgetEnforcement.Tests.Ledger.Contract;
using Npgsql;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>The schema as people and other programs see it.</summary>
public sealed class PostgreSqlSchemaTests(PostgreSqlServer server)
{
    [Fact]
    public void GetScript_RunTwice_MakesWhatTheStoreTakesForItsOwn()
    {
        var schema = server.NewSchema();
        server.Run(PostgreSqlBudgetStore.GetScript(schema));
        using var store = New(schema);
        var info = store.Open(SchemaSetUp.Validate);

        server.Run(PostgreSqlBudgetStore.GetScript(schema));

        store.Open(SchemaSetUp.Create).Should().Be(info);
    }

    [Fact]
    public void Schema_OfAnyName_IsUsedAsItIs()
    {
        var schema = server.NewSchema() + "; drop \"x\" -- 'ü $1 {schema}";
        using var store = New(schema);

        store.Open(SchemaSetUp.Create);
        store.Transact(new LedgerScope(), Insert(SampleRows.Budget()));

        store.Read(new LedgerQuery()).Budgets.Should().ContainSingle();
        server.Ask<long>($"select count(*) from pg_namespace where nspname = '{schema.Replace("'", "''", StringComparison.Ordinal)}'").Should().Be(1);
    }

    [Fact]
    public void Ledgers_OfTwoSchemas_KnowNothingOfEachOther()
    {
        using var first = New(server.NewSchema());
        using var second = New(server.NewSchema());

        first.Open(SchemaSetUp.Create).LedgerId.Should().NotBe(second.Open(SchemaSetUp.Create).LedgerId);
        first.Transact(new LedgerScope(), Insert(SampleRows.Budget()));

        second.Read(new LedgerQuery()).Budgets.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("pg_ledger")]
    [InlineData("a name that is longer than the sixty-three bytes that a name has in all")]
    [InlineData("ü234567890123456789012345678901234567890123456789012345678901234")] // 63 characters, 64 bytes
    public void Schema_ThatPostgreSqlDoesNotHave_Throws(string schema)
    {
        FluentActions.Invoking(() => New(schema)).Should().Throw<ArgumentException>().WithParameterName(nameof(schema));
        FluentActions.Invoking(() => PostgreSqlBudgetStore.GetScript(schema)).Should().Throw<ArgumentException>().WithParameterName(nameof(schema));
    }

    [Fact]
    public void Constructor_WithoutADataSource_Throws() =>
        FluentActions.Invoking(() => new PostgreSqlBudgetStore((NpgsqlDataSource)null!)).Should().Throw<ArgumentNullException>().WithParameterName("dataSource");

    [Fact]
    public void Constructor_WithADataSourceThatMultiplexes_Throws()
    {
        using var dataSource = NpgsqlDataSource.Create("Host=x;Multiplexing=true");

        FluentActions.Invoking(() => new PostgreSqlBudgetStore(dataSource)).Should().Throw<ArgumentException>().WithMessage("*Multiplexing*").WithParameterName("dataSource");
    }

    [Theory]
    [InlineData("Host=x;Multiplexing=true", "*Multiplexing*")]
    [InlineData("Host=x,y;Target Session Attributes=prefer-standby", "*needs the primary, not Target Session Attributes=prefer-standby*")]
    [InlineData("Host=x;Target Session Attributes=standby", "*needs the primary*")]
    [InlineData("Username=me", "*Host*")]
    [InlineData("no connection string", "*")]
    public void Constructor_WithAConnectionStringThatIsOfNoUse_Throws(string connectionString, string message) =>
        FluentActions.Invoking(() => new PostgreSqlBudgetStore(connectionString)).Should().Throw<ArgumentException>().WithMessage(message);

    [Theory]
    [InlineData("Host=x,y")]
    [InlineData("Host=x,y;Target Session Attributes=primary")]
    [InlineData("Host=x,y;Target Session Attributes=read-write")]
    [InlineData("Host=x;Target Session Attributes=primary")]
    public void Constructor_WithSeveralHosts_IsForThePrimary(string connectionString) =>
        FluentActions.Invoking(() => new PostgreSqlBudgetStore(connectionString).Dispose()).Should().NotThrow();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86_400_001)]
    public void LockTimeout_OutOfRange_Throws(int milliseconds)
    {
        using var dataSource = NpgsqlDataSource.Create("Host=x");

        FluentActions.Invoking(() => new PostgreSqlBudgetStore(dataSource) { LockTimeout = TimeSpan.FromMilliseconds(milliseconds) }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void BudgetMoney_OfABudget_ShowsItInItsCurrency()
    {
        var schema = server.NewSchema();
        using var store = New(schema);
        store.Open(SchemaSetUp.Create);
        store.Transact(new LedgerScope(), Insert(SampleRows.Budget("team") with
        {
            Limit = LedgerAmount.FromDecimal(2_000m),
            Costs = LedgerAmount.FromDecimal(12.3456m),
            Refunds = LedgerAmount.FromDecimal(2m),
            Held = LedgerAmount.FromDecimal(0.0000000000000000000000000001m),
        }));

        server.Ask<string>($"select concat_ws(' ', name, currency, limit_amount, spent, held, undrawn) from \"{schema}\".budget_money")
            .Should().Be("team USD 2000 10.3456 0.0000000000000000000000000001 1989.6543999999999999999999999999");
    }

    [Fact]
    public void ALimit_ChangedByHandAsTheReadmeSays_IsTheLimit()
    {
        var schema = server.NewSchema();
        using var store = New(schema);
        store.Open(SchemaSetUp.Create);
        var budget = SampleRows.Budget("team") with { Limit = LedgerAmount.FromDecimal(2_000m), LimitVersion = 3 };
        store.Transact(new LedgerScope(), Insert(budget));
        var readme = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "README.md"));
        var line = readme.Should().ContainSingle(it => it.StartsWith("update budget_ledger.budget ", StringComparison.Ordinal)).Which;

        server.Run(line.Replace("budget_ledger", $"\"{schema}\"", StringComparison.Ordinal));

        store.Read(new LedgerQuery()).Budgets.Should().BeEquivalentTo([budget with { Limit = LedgerAmount.FromDecimal(2_500m), LimitVersion = 4 }]);
    }

    [Fact]
    public void Fault_OfBooksThatAreRight_IsEmptyAndOfOthersIsNot()
    {
        var schema = server.NewSchema();
        using var store = New(schema);
        store.Open(SchemaSetUp.Create);
        new OpenBudgetCommand(new BudgetDefinition { Name = "team", Limit = 10m, InitialSpent = 3m }).Run(store);
        new EntryCommand(new EntryRequest { BudgetName = "team", Key = "x", Kind = LedgerEntryKind.Cost, Amount = 4m }).Run(store);
        new ResetCommand("team", Guid.NewGuid()).Run(store);
        new EntryCommand(new EntryRequest { BudgetName = "team", Key = "y", Kind = LedgerEntryKind.Cost, Amount = 5m }).Run(store);
        long Faults() => server.Ask<long>($"select count(*) from \"{schema}\".fault");

        LedgerCheck.Find(store).Should().BeEmpty();
        Faults().Should().Be(0);

        foreach (var harm in new[] { "update \"{0}\".budget set costs = costs + 1", "update \"{0}\".term set held = held + 1", "delete from \"{0}\".term" })
        {
            using var connection = server.DataSource.OpenConnection();
            using var transaction = connection.BeginTransaction();
            PostgreSqlServer.Run(connection, harm.Replace("{0}", schema, StringComparison.Ordinal));
            PostgreSqlServer.Ask(connection, $"select count(*) from \"{schema}\".fault").Should().BeOfType<long>().Which.Should().BePositive(harm);
            transaction.Rollback();
        }
    }

    [Fact]
    public void Decimals_OfEveryLength_ComeBackAsTheyWere()
    {
        using var store = New(server.NewSchema());
        store.Open(SchemaSetUp.Create);
        var budget = SampleRows.Budget() with { AlertAt = [decimal.MaxValue, 1.0000000000000000000000000001m, 7.9228162514264337593543950335m] };
        store.Transact(new LedgerScope(), Insert(budget));

        store.Read(new LedgerQuery()).Budgets.Single().AlertAt.Should().Equal(budget.AlertAt);
    }

    [SuppressMessage("Performance", "CA1859:Use concrete types when possible for improved performance", Justification = "The doors of a store are those of its contract.")]
    private IBudgetStore New(string schema) => new PostgreSqlBudgetStore(server.DataSource, schema);

    private static TestRules Insert(LedgerBudgetRow budget) => new(rows => rows.Budgets.Put(budget));
}
