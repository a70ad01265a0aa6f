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
    private readonly int _port = FreePort.Find();

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

    /// <summary>Starts the server again and waits until it accepts connections.</summary>
    public Task StartAgainAsync() => RunAsPostgresAsync(
        "pg_ctl", "start", "-s", "-w", "-D", Data, "-l", Path.Combine(_folder, "log"),
        "-o", $"-h 127.0.0.1 -p {_port} -k {_folder} -c max_connections=150");

    /// <param name="isCrash">Whether to stop without a checkpoint, so that the next start replays the WAL.</param>
    public Task StopAsync(bool isCrash) =>
        RunAsPostgresAsync("pg_ctl", "stop", "-s", "-w", "-D", Data, "-m", isCrash ? "immediate" : "fast");

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
        await StopAsync(isCrash: true);
        Directory.Delete(_folder, recursive: true);
    }

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
