using System.Diagnostics;
using Npgsql;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>
/// A PgBouncer in transaction mode before the server of the tests: each transaction has another session of four. Where the program is not to be found the
/// tests are skipped, or fail where the variable REQUIRE_PGBOUNCER is set.
/// </summary>
internal sealed class PgBouncer : IDisposable
{
    // The shell ends the program when its input ends, so also when the tests are killed.
    private const string Script = """
        set -eu
        folder=$(mktemp -d "${TMPDIR:-/tmp}/bouncer.XXXXXX")
        pid=
        trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$folder"' EXIT
        cat >"$folder/ini" <<END
        [databases]
        postgres = host=$2 port=5432 dbname=postgres user=postgres
        [pgbouncer]
        listen_addr =
        listen_port = 6432
        unix_socket_dir = $folder
        auth_type = any
        pool_mode = transaction
        default_pool_size = 4
        max_client_conn = 200
        ignore_startup_parameters = extra_float_digits
        logfile = $folder/log
        END
        "$1" "$folder/ini" >/dev/null 2>&1 </dev/null &
        pid=$!
        until [ -S "$folder/.s.PGSQL.6432" ]; do
            kill -0 "$pid" || { cat "$folder/log" >&2; exit 1; }
            sleep 0.05
        done
        echo "$folder"
        cat >/dev/null
        """;

    private readonly Process _shell;

    private PgBouncer(Process shell, string folder)
    {
        _shell = shell;
        DataSource = NpgsqlDataSource.Create($"Host={folder};Port=6432;Username=postgres;Database=postgres;Maximum Pool Size=40;No Reset On Close=true");
    }

    internal NpgsqlDataSource DataSource { get; }

    /// <param name="server">The folder of the server's socket.</param>
    internal static PgBouncer Start(string server)
    {
        string[] folders = ["/usr/sbin", "/usr/local/sbin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        if (folders.Select(folder => Path.Combine(folder, "pgbouncer")).FirstOrDefault(File.Exists) is not { } program)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("REQUIRE_PGBOUNCER") is not null, "There is no pgbouncer, neither in PATH nor in /usr/sbin.");
            throw new InvalidOperationException("REQUIRE_PGBOUNCER is set, and there is no pgbouncer.");
        }

        var shell = ServerShell.Start(Script, "PgBouncer", out var folder, program, server);
        return new PgBouncer(shell, folder);
    }

    public void Dispose()
    {
        DataSource.Dispose();
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
