using System.Diagnostics;
using Npgsql;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>A standby of a server of the tests, in a folder of its own, which follows it by streaming until it is cut off.</summary>
internal sealed class PostgreSqlStandby : IDisposable
{
    // The shell ends the server when its input ends, so also when the tests are killed.
    private const string Script = """
        set -eu
        bin=$1
        folder=$(mktemp -d "${TMPDIR:-/tmp}/standby.XXXXXX")
        trap '"$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
        {
            "$bin/pg_basebackup" -D "$folder/data" -d "host=$2 user=postgres" -c fast -X stream -R --no-sync
            "$bin/pg_ctl" -D "$folder/data" -w -t 120 -l "$folder/log" \
                -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c full_page_writes=off -c max_connections=80" start
        } >"$folder/said" 2>&1 </dev/null || { cat "$folder/said" "$folder/log" >&2; exit 1; }
        echo "$folder"
        cat >/dev/null
        """;

    private readonly PostgreSqlServer _primary;
    private readonly Process _shell;
    private readonly NpgsqlDataSource _dataSource;

    internal PostgreSqlStandby(PostgreSqlServer primary)
    {
        _primary = primary;
        _shell = ServerShell.Start(Script, "The standby", out var folder, PostgreSqlServer.Binaries(), primary.Folder);
        Folder = folder;
        _dataSource = NpgsqlDataSource.Create($"Host={folder};Username=postgres;Database=postgres");
    }

    /// <summary>The folder of its socket.</summary>
    internal string Folder { get; }

    /// <summary>Follows the primary until it has all that is there now, and not beyond.</summary>
    internal void CatchUpAndLag()
    {
        Run($"alter system set primary_conninfo = 'host={_primary.Folder} user=postgres'");
        Run("select pg_reload_conf()");

        // The server of the tests confirms before it has written, unless it is asked to wait.
        var end = _primary.Ask<string>("select pg_current_wal_insert_lsn()::text");
        _primary.Run("begin; set local synchronous_commit = on; select pg_logical_emit_message(true, 'end', ''); commit");
        SpinWait.SpinUntil(() => Ask<bool>($"select pg_last_wal_replay_lsn() >= '{end}'::pg_lsn"));
        Run("alter system set primary_conninfo = ''");
        Run("select pg_reload_conf()");
        SpinWait.SpinUntil(() => Ask<bool>("select not exists (select from pg_stat_wal_receiver)"));
    }

    /// <summary>Makes it the primary.</summary>
    internal void Promote() => Ask<bool>("select pg_promote()").Should().BeTrue();

    public void Dispose()
    {
        _dataSource.Dispose();
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    private void Run(string sql)
    {
        using var command = _dataSource.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private T Ask<T>(string sql)
    {
        using var command = _dataSource.CreateCommand(sql);
        return (T)command.ExecuteScalar()!;
    }
}
