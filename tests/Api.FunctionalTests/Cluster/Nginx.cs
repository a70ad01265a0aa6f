using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Cluster;

/// <summary>The proxy of docker-compose.yml, with the same settings file, before two machines.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    /// <summary>The folder of the solution.</summary>
    public static readonly string Root = FindRoot();

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private Nginx(Uri first, Uri second)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        var settings = File.ReadAllText(Path.Combine(Root, "deploy", "nginx", "videochat.conf.template"))
            .Replace("${API_1}", first.Authority, StringComparison.Ordinal)
            .Replace("${API_2}", second.Authority, StringComparison.Ordinal)
            .Replace("${LISTEN}", Address.Authority, StringComparison.Ordinal);
        var temporary = string.Concat(
            new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => $"{kind}_temp_path {_folder.Path}/{kind};\n"));
        File.WriteAllText(
            Path.Combine(_folder.Path, "nginx.conf"),
            $$"""
            daemon off;
            pid {{_folder.Path}}/nginx.pid;
            events { }
            http {
            access_log off;
            {{temporary}}
            {{settings}}
            }
            """);
        _process = Process.Start(new ProcessStartInfo("nginx", ["-p", _folder.Path, "-c", "nginx.conf", "-e", "error.log"]))!;
    }

    public Uri Address { get; }

    /// <summary>Starts it; the test is skipped where there is none.</summary>
    public static async Task<Nginx> StartAsync(Uri first, Uri second)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "nginx"))))
            Assert.Ignore("nginx is missing.");
        var nginx = new Nginx(first, second);
        using var http = new HttpClient();
        await Eventually.BeTrueAsync(
            async () =>
            {
                try
                {
                    return (await http.GetAsync(new Uri(nginx.Address, "/health/ready"))).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "nginx answers");
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        // Its workers end with it.
        using var end = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _process.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VideoChat.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
