using System.Diagnostics;
using Npgsql;

namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>A PostgreSQL server of one fixture. It can be stopped and started again, and listens on loopback.</summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderBy(folder => folder.Length).ThenBy(folder => folder, StringComparer.Ordinal)
            .Select(folder => Path.Combine(folder, "bin")).LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("videochat-postgres-").FullName;
    private int _port = FreePort.Find();
    private bool _isRunning;

    private PrivatePostgres()
    {
    }

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=videochat;Database=postgres";

    public static async Task<PrivatePostgres> StartAsync()
    {
        if (Programs is null)
            Assert.Ignore("PostgreSQL's server programs are missing below /usr/lib/postgresql. tests/run.sh installs them.");
        var server = new PrivatePostgres();
        if (Environment.UserName == "root")
            await RunAsync("chown", ["postgres", server._folder]);
        await RunAsPostgresAsync("pg_ctl", "initdb", "-s", "-D", server.Data, "-o", "-U videochat -A trust -E UTF8 --no-locale");
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts a standby that receives the changes of this server by asynchronous streaming replication.</summary>
    public async Task<PrivatePostgres> StartStandbyAsync()
    {
        var standby = new PrivatePostgres();
        if (Environment.UserName == "root")
            await RunAsync("chown", ["postgres", standby._folder]);
        await RunAsPostgresAsync(
            "pg_basebackup", "-D", standby.Data, "-R", "-X", "stream", "-c", "fast", "-h", "127.0.0.1", "-p", $"{_port}", "-U", "videochat");
        await standby.StartAgainAsync();
        await WaitForAsync("SELECT count(*) = 1 FROM pg_stat_replication WHERE state = 'streaming'", "the standby streams");
        return standby;
    }

    /// <summary>Makes a standby receive nothing more, as if its network were slow. It has everything up to this call.</summary>
    public async Task FallBehindAsync(PrivatePostgres primary)
    {
        await primary.WaitForAsync(
            "SELECT bool_and(replay_lsn >= pg_current_wal_lsn()) FROM pg_stat_replication", "the standby has everything");
        await ExecuteAsync("ALTER SYSTEM SET primary_conninfo = ''");
        await ExecuteAsync("SELECT pg_reload_conf()");
        await primary.WaitForAsync("SELECT count(*) = 0 FROM pg_stat_replication", "the standby receives nothing");
    }

    /// <summary>Crashes the primary, promotes this standby, and lets it listen at the address of the primary.</summary>
    public async Task TakeOverAsync(PrivatePostgres primary)
    {
        await primary.StopAsync(isCrash: true);
        await RunAsPostgresAsync("pg_ctl", "promote", "-s", "-w", "-D", Data);
        await StopAsync(isCrash: false);
        _port = primary._port;
        await StartAgainAsync();
    }

    /// <summary>Starts the server again and waits until it accepts connections.</summary>
    public async Task StartAgainAsync()
    {
        await RunAsPostgresAsync(
            "pg_ctl", "start", "-s", "-w", "-D", Data, "-l", Path.Combine(_folder, "log"),
            "-o", $"-h 127.0.0.1 -p {_port} -k {_folder} -c max_connections=150");
        _isRunning = true;
    }

    /// <param name="isCrash">Whether to stop without a checkpoint, so that the next start replays the WAL.</param>
    public async Task StopAsync(bool isCrash)
    {
        await RunAsPostgresAsync("pg_ctl", "stop", "-s", "-w", "-D", Data, "-m", isCrash ? "immediate" : "fast");
        _isRunning = false;
    }

    /// <summary>Kills all processes of the server with SIGKILL, so that none of them can write a checkpoint.</summary>
    public async Task KillAsync()
    {
        var first = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
        // The postmaster is stopped first, so that it starts no further processes.
        await RunAsync("kill", ["-STOP", first]);
        var children = await File.ReadAllTextAsync($"/proc/{first}/task/{first}/children");
        string[] all = [first, .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        await RunAsync("kill", ["-KILL", .. all]);
        await Eventually.BeTrueAsync(() => !all.Any(process => Directory.Exists($"/proc/{process}")), "PostgreSQL has stopped");
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_isRunning)
            await StopAsync(isCrash: true);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private Task WaitForAsync(string condition, string what) =>
        Eventually.BeTrueAsync(async () => await ExecuteAsync(condition) is true, what);

    private string Data => Path.Combine(_folder, "db");

    // Runs a program as the user postgres, because PostgreSQL refuses to run as root.
    private static Task RunAsPostgresAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        return Environment.UserName == "root"
            ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
