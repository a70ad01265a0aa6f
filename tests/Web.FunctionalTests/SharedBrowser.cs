using System.Net;
using Microsoft.Playwright;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Web.FunctionalTests;

/// <summary>One server and one Chromium for all tests. Each test creates its own users and rooms.</summary>
[SetUpFixture]
internal sealed class SharedBrowser
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;

    public static ApiServer Api { get; private set; } = null!;

    public static IBrowser Browser { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var program = Find() ?? throw new IgnoreException("chromium is not installed.");
        var port = FreePort.Find();
        Api = await ApiServer.StartAsync(
            ApiServer.WellCompiled, ("Live__IngestPorts", $"{port}-{Math.Min(port + 5, IPEndPoint.MaxPort)}"));
        Assertions.SetDefaultExpectTimeout(90_000);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_playwright is null)
            return;
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await Api.DisposeAsync();
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
