using System.Diagnostics.CodeAnalysis;
using BudgetEnforcement.Tests.Ledger.Contract;
using Microsoft.Data.Sqlite;

namespace BudgetEnforcement.Sqlite.Tests;

/// <summary>Faults of files say what to do about them.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_InADirectoryThatIsNotThere_SaysToCreateIt()
    {
        var path = Path.Combine(_folder.Path, "missing", "budgets.db");

        Opening(path).Should().Throw<BudgetLedgerException>().WithMessage($"*{path}*no directory {Path.GetDirectoryName(path)}*Create it*");
    }

    [Fact]
    public void Open_OfADirectory_SaysThatItIsOne() =>
        Opening(_folder.Path).Should().Throw<BudgetLedgerException>().WithMessage($"{_folder.Path} is a directory*");

    [Fact]
    public void Open_OfADatabaseWithAnotherTableOfThatName_SaysThatItIsNoLedger()
    {
        var path = _folder.NewFile();
        Run(path, "create table ledger (id integer)");

        Opening(path).Should().Throw<BudgetLedgerException>().WithMessage($"The tables in {path} are not those of a ledger*another path*");

        Run(path, "select id from ledger");
    }

    [Theory]
    [InlineData(SchemaSetUp.Validate)]
    [InlineData(SchemaSetUp.None)]
    public void Open_OfAFileThatIsNotThere_MakesNone(SchemaSetUp setUp)
    {
        var path = _folder.NewFile();

        Opening(path, setUp).Should().Throw<BudgetLedgerException>().WithMessage($"There is no file {path}*SchemaSetUp.Create*");

        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public void Open_OfAFileThatIsNoDatabase_LeavesItAsItIs()
    {
        var path = _folder.NewFile();
        var content = string.Join('\n', Enumerable.Repeat("name;limit", 200));
        File.WriteAllText(path, content);

        Opening(path).Should().Throw<BudgetLedgerException>().WithMessage($"The file {path} is no SQLite database*another path*");

        File.ReadAllText(path).Should().Be(content);
    }

    [Fact]
    public void Open_OfADatabaseOfSomethingElse_AddsTheTablesToIt()
    {
        var path = _folder.NewFile();
        Run(path, "create table budget (id integer); pragma user_version = 77");

        using var store = Open(path);

        store.Read(new LedgerQuery()).Budgets.Should().BeEmpty();
        Run(path, "select id from budget");
    }

    [Theory]
    [InlineData(SchemaSetUp.Create)]
    [InlineData(SchemaSetUp.Validate)]
    public void Open_OfANewerSchema_SaysWhichVersions(SchemaSetUp setUp)
    {
        var path = _folder.NewFile();
        Open(path).Dispose();
        Run(path, "update ledger set schema_version = 2");

        Opening(path, setUp).Should().Throw<BudgetLedgerException>().WithMessage($"*{path} has version 2 of the schema*knows version 1*");
    }

    [Fact]
    public void Transact_AfterTheSchemaHasBecomeNewer_ChangesNothing()
    {
        var path = _folder.NewFile();
        using var store = Open(path);
        Run(path, "update ledger set schema_version = 2");

        store.Invoking(it => it.Transact(new LedgerScope(), Insert())).Should().Throw<BudgetLedgerException>().WithMessage("*version 2*");

        Run(path, "update ledger set schema_version = 1");
        store.Read(new LedgerQuery()).Budgets.Should().BeEmpty();
    }

    [Fact]
    public void Open_ThatValidates_WithoutAColumnIsAnError()
    {
        var path = _folder.NewFile();
        Open(path).Dispose();
        Run(path, "alter table ledger_entry drop column labels");

        Opening(path, SchemaSetUp.Validate).Should().Throw<BudgetLedgerException>().WithMessage("*labels*");
    }

    [Fact]
    public void Transact_OnAFullDisk_SavesNothingAndWorksAgainWhenThereIsRoom()
    {
        var path = _folder.NewFile();
        using var store = new SqliteBudgetStore(path);
        var door = (IBudgetStore)store;
        door.Open(SchemaSetUp.Create);
        store.Writer().Execute("pragma max_page_count = 1"); // No more than there are.

        var act = () => door.Transact(new LedgerScope(), Insert(1000));

        act.Should().Throw<IOException>().WithMessage($"The disk with {path} is full*Free some space*");
        door.Read(new LedgerQuery()).Budgets.Should().BeEmpty();
        door.Transact(new LedgerScope(), Insert(1000));
        door.Read(new LedgerQuery()).Budgets.Should().HaveCount(1000);
    }

    [Fact]
    public void Transact_OnAFileThatIsReadOnly_SaysSoAndSavesNothing()
    {
        var path = _folder.NewFile();
        using var store = new SqliteBudgetStore(path);
        var door = (IBudgetStore)store;
        door.Open(SchemaSetUp.Create);
        store.Writer().Execute("pragma query_only = on"); // As root, who may write everything, sees it.

        door.Invoking(it => it.Transact(new LedgerScope(), Insert())).Should().Throw<IOException>().WithMessage($"*{path}*read-only to this user*right to write*");

        door.Read(new LedgerQuery()).Budgets.Should().BeEmpty();
    }

    [Fact]
    public void Transact_WhileAnotherHoldsTheLockForTooLong_SaysSoAndWorksAfterwards()
    {
        var path = _folder.NewFile();
        using var store = Open(path, lockTimeout: TimeSpan.FromSeconds(1));
        using (var other = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            other.Open();
            Run(other, "begin immediate");

            store.Invoking(it => it.Transact(new LedgerScope(), Insert())).Should().Throw<TimeoutException>()
                .WithMessage($"The file {path} was locked by another transaction for more than 1 s*");

            store.Read(new LedgerQuery()).Budgets.Should().BeEmpty("a reading waits for no lock");
            Run(other, "rollback");
        }

        store.Transact(new LedgerScope(), Insert());
        store.Read(new LedgerQuery()).Budgets.Should().ContainSingle();
    }

    [Fact]
    public void Transact_OnATableThatIsDamaged_SaysWhatSqliteSays()
    {
        var path = _folder.NewFile();
        using var store = Open(path);
        Run(path, "drop table ledger_entry");

        store.Invoking(it => it.Read(new LedgerQuery())).Should().Throw<IOException>().WithMessage($"*{path}*ledger_entry*");
    }

    [Fact]
    public void Transact_OnAFileThatWasDeleted_SaysSoAndMakesNoNewOne()
    {
        if (OperatingSystem.IsWindows())
            return; // Windows lets no process delete an open file.
        var path = _folder.NewFile();
        using var store = Open(path);
        store.Read(new LedgerQuery());
        File.Delete(path);

        store.Invoking(it => it.Transact(new LedgerScope(), Insert())).Should().Throw<IOException>().WithMessage($"The file {path} with the budgets is gone*");
        store.Invoking(it => it.Read(new LedgerQuery())).Should().Throw<IOException>().WithMessage($"The file {path} with the budgets is gone*");

        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public void AStore_ThatWasNotOpened_SaysSo()
    {
        using IBudgetStore store = new SqliteBudgetStore(_folder.NewFile());

        store.Invoking(it => it.Read(new LedgerQuery())).Should().Throw<BudgetLedgerException>().WithMessage("*was not opened*");
        store.Invoking(it => it.Transact(new LedgerScope(), Insert())).Should().Throw<BudgetLedgerException>().WithMessage("*was not opened*");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(":memory:")]
    public void Constructor_WithoutAPath_Throws(string? path) =>
        FluentActions.Invoking(() => new SqliteBudgetStore(path!)).Should().Throw<ArgumentException>().WithParameterName(nameof(path));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.999)]
    [InlineData(86_401)]
    public void LockTimeout_OutOfRange_Throws(double seconds) =>
        FluentActions.Invoking(() => new SqliteBudgetStore("x") { LockTimeout = TimeSpan.FromSeconds(seconds) }).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Path_OfARelativeFile_IsTakenFromTheCurrentDirectory()
    {
        using var store = new SqliteBudgetStore("file:budgets.db?mode=memory");

        store.Path.Should().Be(Path.Combine(Directory.GetCurrentDirectory(), "file:budgets.db?mode=memory"));
    }

    [Fact]
    public void Read_WhileAnotherWrites_SeesTheInstantAtWhichItBegan()
    {
        var path = _folder.NewFile();
        using var other = Open(path);
        var clock = new CallbackClock();
        using IBudgetStore store = new SqliteBudgetStore(path, clock);
        store.Open(SchemaSetUp.Validate);

        // The store reads its clock between the row of the ledger and the others.
        clock.WhenRead = () => other.Transact(new LedgerScope(), Insert());
        var read = store.Read(new LedgerQuery());
        clock.WhenRead = null;

        read.Budgets.Should().BeEmpty();
        store.Read(new LedgerQuery()).Budgets.Should().ContainSingle();
    }

    private static Action Opening(string path, SchemaSetUp setUp = SchemaSetUp.Create) => () =>
    {
        using IBudgetStore store = new SqliteBudgetStore(path);
        store.Open(setUp);
    };

    private static IBudgetStore Open(string path, TimeSpan? lockTimeout = null)
    {
        IBudgetStore store = new SqliteBudgetStore(path) { LockTimeout = lockTimeout ?? TimeSpan.FromSeconds(10) };
        store.Open(SchemaSetUp.Create);
        return store;
    }

    private static TestRules Insert(int budgets = 1) => new(rows =>
    {
        for (var i = 0; i < budgets; i++)
            rows.Budgets.Put(SampleRows.Budget());
    });

    private static void Run(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Run(connection, sql);
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "It comes from the tests.")]
    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class CallbackClock : TimeProvider
    {
        internal Action? WhenRead { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            WhenRead?.Invoke();
            return base.GetUtcNow();
        }
    }
}
