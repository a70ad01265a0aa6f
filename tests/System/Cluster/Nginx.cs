using System.Diagnostics;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.SystemTests.Cluster;

/// <summary>The proxy of docker-compose.yml, with the same configuration files, in front of two or more machines.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    public static readonly string Root = FindRoot();

    private const string SecondLine = "server ${API_2} max_fails=0;";

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private Nginx(IReadOnlyList<Uri> machines, string outerProxy)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var settings = Path.Combine(Root, "deploy", "nginx");
        var sites = Directory.CreateDirectory(Path.Combine(_folder.Path, "conf.d")).FullName;
        File.Copy(Path.Combine(settings, "nginx.conf"), Path.Combine(_folder.Path, "nginx.conf"));
        File.WriteAllText(Path.Combine(sites, "default.conf"), File.ReadAllText(Path.Combine(settings, "videochat.conf.template"))
            .Replace("${API_1}", machines[0].Authority, StringComparison.Ordinal)
            // The file has two lines. Further machines get copies of the second.
            .Replace(SecondLine, string.Join("\n    ", machines.Skip(1).Select(Line)), StringComparison.Ordinal)
            .Replace("${OUTER_PROXY}", outerProxy, StringComparison.Ordinal)
            .Replace("${LISTEN}", Address.Authority, StringComparison.Ordinal));
        // The folders are configured here, because only the image provides them.
        File.WriteAllText(Path.Combine(sites, "folders.conf"), string.Concat(
            new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => $"{kind}_temp_path {_folder.Path}/{kind};\n")));
        _process = Process.Start(new ProcessStartInfo("nginx",
        [
            "-p", _folder.Path, "-c", "nginx.conf", "-e", "error.log",
            "-g", $"daemon off; pid {_folder.Path}/nginx.pid; error_log {_folder.Path}/error.log;",
        ]))!;
    }

    public Uri Address { get; }

    /// <summary>Starts nginx, or skips the test if it is not installed.</summary>
    /// <param name="outerProxy">The address or network whose forwarded headers are trusted.</param>
    public static async Task<Nginx> StartAsync(IReadOnlyList<Uri> machines, string outerProxy = "127.0.0.1")
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "nginx"))))
            Assert.Ignore("nginx is missing.");
        var nginx = new Nginx(machines, outerProxy);
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
        // The signal goes to the main process, which stops its worker processes.
        using var end = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Line(Uri machine) => SecondLine.Replace("${API_2}", machine.Authority, StringComparison.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VideoChat.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
