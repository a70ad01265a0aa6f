using System.Diagnostics;
using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.Hosting;

namespace VideoChat.Api.FunctionalTests.Hosting;

[Parallelizable(ParallelScope.All)]
public sealed partial class ContentRootTests
{
    [Test]
    public async Task Start_WhenThePublishedServerIsStartedFromAnotherFolder_ServesItsPageAndKeepsItsDataBesideItself()
    {
        using var program = new TemporaryFolder();
        Publish(program.Path);
        using var elsewhere = new TemporaryFolder();
        using var server = Process.Start(new ProcessStartInfo("dotnet", Path.Combine(program.Path, "VideoChat.Api.dll"))
        {
            WorkingDirectory = elsewhere.Path,
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0", ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        })!;
        try
        {
            using var http = new HttpClient { BaseAddress = await ReadAddressAsync(server) };
            await Eventually.BeTrueAsync(async () => (await StatusAsync(http, "/health/ready")) == 200, "the server is ready");

            Assert.That(await StatusAsync(http, "/chat"), Is.EqualTo(200));
            Assert.That(await StatusAsync(http, "/asyncapi.yaml"), Is.EqualTo(200));
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
        Assert.That(File.Exists(Path.Combine(program.Path, "data", "videochat.db")), "./data is in the program's folder");
        Assert.That(Directory.EnumerateFileSystemEntries(elsewhere.Path), Is.Empty);
    }

    [Test]
    public void Find_WhenTheProgramWasOnlyBuilt_IsTheProject()
    {
        using var project = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(project.Path, "wwwroot"));
        var bin = Directory.CreateDirectory(Path.Combine(project.Path, "bin", "Debug", "net10.0"));

        Assert.That(ContentRoot.Find(bin.FullName + "/"), Is.EqualTo(project.Path));
    }

    [TestCase("--contentRoot", "/srv")]
    [TestCase("--contentRoot=/srv")]
    public void OptionsFor_WhenAContentRootIsGiven_LeavesIt(params string[] args) =>
        Assert.That(ContentRoot.OptionsFor(args).ContentRootPath, Is.Null);

    [Test]
    public void OptionsFor_WhenNoneIsGiven_IsFoundFromTheProgram() =>
        Assert.That(ContentRoot.OptionsFor(["backup", "x.db"]).ContentRootPath, Is.EqualTo(ContentRoot.Find(AppContext.BaseDirectory)));

    /// <summary>Creates the output of <c>dotnet publish</c>: the program, with <c>wwwroot</c> in the same folder.</summary>
    private static void Publish(string folder)
    {
        Copy(Path.GetDirectoryName(ApiServer.ServerFile)!, folder);
        if (!Directory.Exists(Path.Combine(folder, "wwwroot")))
            Copy(RepositoryFile.Of("src/Api/wwwroot"), Path.Combine(folder, "wwwroot"));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static async Task<Uri> ReadAddressAsync(Process server)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await server.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            if (ListeningLine().Match(line) is { Success: true } match)
                return new Uri(match.Groups[1].Value);
        }
        throw new InvalidOperationException("The server ended.");
    }

    private static async Task<int> StatusAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return (int)response.StatusCode;
    }

    [GeneratedRegex(@"Now listening on: ([^\s""]+)")]
    private static partial Regex ListeningLine();
}
