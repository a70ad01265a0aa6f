using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using NUnit.Framework;

namespace VideoChat.Databases;

/// <summary>A PgBouncer in front of the PostgreSQL server of the tests.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _file;
    private readonly int _port;

    private PgBouncer(Process process, string file, int port) => (_process, _file, _port) = (process, file, port);

    /// <param name="poolMode"><c>session</c> or <c>transaction</c>.</param>
    /// <param name="database">The database to which the pooler connects.</param>
    public static async Task<PgBouncer> StartAsync(string poolMode, PostgresDatabase database)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, "pgbouncer"))))
            Assert.Ignore("No pgbouncer.");
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var password = string.IsNullOrEmpty(server.Password) ? "" : $"password={server.Password}";
        var (port, file) = (FreePort.Find(), Path.GetTempFileName());
        await File.WriteAllTextAsync(
            file,
            $"""
            [databases]
            {server.Database} = host={server.Host} port={server.Port} user={server.Username} {password}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = {poolMode}
            """);
        var start = new ProcessStartInfo("pgbouncer") { ArgumentList = { "-q", file }, RedirectStandardError = true };
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin";
        // PgBouncer runs as another user, because it refuses to run as root.
        if (Environment.IsPrivilegedProcess)
        {
            start.ArgumentList.Insert(0, "postgres");
            start.ArgumentList.Insert(0, "-u");
        }
        var bouncer = new PgBouncer(Process.Start(start)!, file, port);
        await bouncer.WaitUntilListeningAsync();
        return bouncer;
    }

    /// <summary>Returns a connection string that connects through this pooler.</summary>
    public string ConnectionStringOf(PostgresDatabase database) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = _port, Pooling = false }.ToString();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_file);
    }

    private async Task WaitUntilListeningAsync()
    {
        for (var begun = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _port);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30) && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
