using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BudgetEnforcement.PostgreSql.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>
/// A PostgreSQL server of the tests' own: in a folder of its own, on a private socket, without a port. Where there are no binaries of
/// version 15 or later the tests are skipped, or fail where the variable REQUIRE_POSTGRESQL is set.
/// </summary>
public sealed partial class PostgreSqlServer : IDisposable
{
    /// <summary>Users who must give this password, where their name is not that of the superuser.</summary>
    internal const string Password = "correct horse";

    private const int OldestVersion = 15;

    // The shell ends the server when its input ends, so also when the tests are killed.
    private const string Script = """
        set -eu
        bin=$1
        folder=$(mktemp -d "${TMPDIR:-/tmp}/budgets.XXXXXX")
        trap '"$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
        "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
        printf 'local all,replication postgres trust\nlocal all all scram-sha-256\n' >"$folder/data/pg_hba.conf"
        start() {
            "$bin/pg_ctl" -D "$folder/data" -w -t 120 -l "$folder/log" \
                -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=80" \
                start >/dev/null 2>&1 </dev/null || { cat "$folder/log" >&2; exit 1; }
            echo "$folder"
        }
        start
        while read -r what; do
            if [ "$what" = stop ]; then
                "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1
                echo stopped
            else
                start
            fi
        done
        """;

    private readonly Lazy<Process> _shell;
    private readonly Lazy<PgBouncer> _bouncer;
    private readonly ConcurrentBag<NpgsqlDataSource> _others = [];
    private NpgsqlDataSource? _dataSource;
    private int _schemas;

    public PostgreSqlServer()
    {
        _shell = new Lazy<Process>(Start);
        _bouncer = new Lazy<PgBouncer>(() => PgBouncer.Start(Folder), LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>Connections of the superuser.</summary>
    internal NpgsqlDataSource DataSource
    {
        get
        {
            _ = _shell.Value;
            return _dataSource!;
        }
    }

    internal string ConnectionString => DataSource.ConnectionString;

    /// <summary>A PgBouncer before it.</summary>
    internal PgBouncer Bouncer => _bouncer.Value;

    /// <summary>What the server has written into its log.</summary>
    internal string Log
    {
        get
        {
            using var file = new FileStream(Path.Combine(Folder, "log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Where it listens.</summary>
    internal UnixDomainSocketEndPoint EndPoint => new(Path.Combine(Folder, ".s.PGSQL.5432"));

    /// <summary>The folder of its socket.</summary>
    internal string Folder => new NpgsqlConnectionStringBuilder(ConnectionString).Host!;

    /// <summary>Lets the server crash, as <c>pg_ctl stop -m immediate</c> does, and starts it again.</summary>
    internal void Crash()
    {
        Stop();
        StartAgain();
    }

    /// <summary>Lets the server crash, as <c>pg_ctl stop -m immediate</c> does.</summary>
    internal void Stop() => Tell("stop").Should().NotBeNull("it stops");

    /// <summary>Starts the server that <see cref="Stop"/> has stopped.</summary>
    internal void StartAgain() => Tell("start").Should().NotBeNull("it starts again");

    /// <summary>A name that no other test uses.</summary>
    internal string NewSchema() => FormattableString.Invariant($"test {Interlocked.Increment(ref _schemas)}");

    /// <summary>Connections of other kinds, which live as long as the server.</summary>
    internal NpgsqlDataSource NewDataSource(NpgsqlConnectionStringBuilder settings)
    {
        var dataSource = NpgsqlDataSource.Create(settings);
        _others.Add(dataSource);
        return dataSource;
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "It comes from the tests.")]
    internal static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "It comes from the tests.")]
    internal static object? Ask(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    internal void Run(string sql)
    {
        using var command = DataSource.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    internal T Ask<T>(string sql)
    {
        using var command = DataSource.CreateCommand(sql);
        return (T)command.ExecuteScalar()!;
    }

    public void Dispose()
    {
        if (!_shell.IsValueCreated)
            return;
        if (_bouncer.IsValueCreated)
            _bouncer.Value.Dispose();
        foreach (var other in _others)
            other.Dispose();
        _dataSource?.Dispose();
        _shell.Value.StandardInput.Close();
        _shell.Value.WaitForExit();
        _shell.Value.Dispose();
    }

    private string? Tell(string what)
    {
        _shell.Value.StandardInput.WriteLine(what);
        _shell.Value.StandardInput.Flush();
        return _shell.Value.StandardOutput.ReadLine();
    }

    /// <summary>The folder of the programs of a server.</summary>
    internal static string Binaries()
    {
        if (FindBinaries() is { } binaries)
            return binaries;
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("REQUIRE_POSTGRESQL") is not null,
            $"There are no binaries of PostgreSQL {OldestVersion} or later, neither in PATH nor in /usr/lib/postgresql.");
        throw new InvalidOperationException("REQUIRE_POSTGRESQL is set, and there are no binaries of PostgreSQL.");
    }

    private Process Start()
    {
        var shell = ServerShell.Start(Script, "The server of the tests", out var folder, Binaries());
        _dataSource = NpgsqlDataSource.Create($"Host={folder};Username=postgres;Database=postgres;Maximum Pool Size=40");
        return shell;
    }

    private static string? FindBinaries()
    {
        IEnumerable<string> inPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var ofDebian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin")) : [];
        return inPath.Concat(ofDebian).Where(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")))
            .Select(folder => (Folder: folder, Version: VersionOf(folder))).Where(it => it.Version >= OldestVersion).OrderByDescending(it => it.Version)
            .Select(it => WithoutLink(it.Folder)).FirstOrDefault();
    }

    // A folder may have links to some of the programs only.
    private static string WithoutLink(string folder) => Path.GetDirectoryName(File.ResolveLinkTarget(Path.Combine(folder, "pg_ctl"), returnFinalTarget: true)?.FullName) ?? folder;

    private static int VersionOf(string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "pg_ctl"), "--version") { RedirectStandardOutput = true })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return FirstNumber().Match(text) is { Success: true } number ? int.Parse(number.Value, CultureInfo.InvariantCulture) : 0;
        }
        catch (Win32Exception)
        {
            return 0; // It is not a program of this machine.
        }
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex FirstNumber();
}
