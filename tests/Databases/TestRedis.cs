using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using NUnit.Framework;

namespace VideoChat.Databases;

/// <summary>The Redis server that tests share, and separate ones that a test can stop, pause and start again.</summary>
internal sealed class TestRedis : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly string? Server = Environment.GetEnvironmentVariable("VIDEOCHAT_TEST_REDIS");

    private const int SigStop = 19;
    private const int SigCont = 18;

    private readonly int _port = FreePort.Find();
    private Process _process;

    private readonly bool _isCluster;

    private TestRedis(bool isCluster)
    {
        _isCluster = isCluster;
        _process = Launch();
    }

    public static bool HasServer => !string.IsNullOrEmpty(Server);

    public int Port => _port;

    private string ClusterFile => $"videochat-test-{_port}.conf";

    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <summary>Returns the shared server, with a unique prefix. Skips the test if there is none.</summary>
    public static string Shared()
    {
        IgnoreWithoutServer();
        return $"{Server},channelPrefix={Guid.NewGuid():N}:";
    }

    public static void IgnoreWithoutServer()
    {
        if (!HasServer)
            Assert.Ignore("Redis is missing: VIDEOCHAT_TEST_REDIS names no server. tests/run.sh starts one.");
    }

    /// <param name="isCluster">Whether it is the only node of a Redis Cluster.</param>
    public static TestRedis Start(bool isCluster = false)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "redis-server"))))
            Assert.Ignore("No redis-server.");
        return new TestRedis(isCluster);
    }

    /// <summary>Stops the server. Its data is lost.</summary>
    public async Task StopAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Timeout);
    }

    public void StartAgain()
    {
        _process.Dispose();
        _process = Launch();
    }

    /// <summary>Pauses the server: it accepts connections and does not answer.</summary>
    public void Pause() => _ = Signal(_process.Id, SigStop);

    public void Resume() => _ = Signal(_process.Id, SigCont);

    /// <summary>Closes every connection with subscriptions, and returns how many there were.</summary>
    public Task<int> CutSubscriptionsAsync() => RunAsync("CLIENT KILL TYPE pubsub");

    /// <summary>Publishes a line on a channel, and returns the number of receivers.</summary>
    public Task<int> PublishAsync(string channel, string line) => RunAsync($"PUBLISH {channel} {line}");

    /// <summary>Assigns all slots to a cluster's only node. Returns false until the node accepts commands.</summary>
    public async Task<bool> TakeAllSlotsAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port);
            await client.GetStream().WriteAsync("CLUSTER ADDSLOTSRANGE 0 16383\r\n"u8.ToArray());
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadLineAsync() is "+OK";
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await StopAsync();
        _process.Dispose();
        File.Delete(Path.Combine(Path.GetTempPath(), ClusterFile));
    }

    // Sends an inline command (https://redis.io/docs/latest/develop/reference/protocol-spec/#inline-commands).
    private async Task<int> RunAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(client.GetStream());
        return int.Parse((await reader.ReadLineAsync())!.TrimStart(':'), CultureInfo.InvariantCulture);
    }

    private Process Launch() => Process.Start(new ProcessStartInfo("redis-server")
    {
        ArgumentList =
        {
            "--bind", "127.0.0.1", "--port", $"{_port}", "--save", "", "--appendonly", "no",
            "--cluster-enabled", _isCluster ? "yes" : "no", "--cluster-config-file", ClusterFile,
        },
        WorkingDirectory = Path.GetTempPath(),
        RedirectStandardOutput = true,
    })!;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int processId, int signal);
}
