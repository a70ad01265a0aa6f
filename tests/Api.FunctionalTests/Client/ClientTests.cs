using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Api.FunctionalTests.Webhooks;

namespace VideoChat.Api.FunctionalTests.Client;

/// <summary>The client's own tests, in src/Client/tests: those of its parts, and those against a server.</summary>
public sealed partial class ClientTests
{
    private static IEnumerable<string> UnitTests() =>
        Directory.EnumerateFiles(Path.Combine(ClientPackage.Folder, "tests", "unit"), "*.test.js").Select(file => Path.GetFileName(file)!);

    [TestCaseSource(nameof(UnitTests))]
    public Task Unit(string file) => RunAsync($"unit/{file}");

    [TestCase("api.test.js")]
    [TestCase("room-socket.test.js")]
    [TestCase("upload.test.js")]
    public Task Server(string file) => RunAsync($"server/{file}", ("VIDEOCHAT_URL", SharedServer.Api.Origin()));

    [Test]
    public Task Example_InATerminal() => RunAsync("examples/terminal.test.js", ("VIDEOCHAT_URL", SharedServer.Api.Origin()));

    [Test]
    public async Task Example_InABrowser()
    {
        Program.Require("node");
        Program.Require("chromium");
        await using var open = await ApiServer.StartAsync(("ASPNETCORE_ENVIRONMENT", "Development"));

        await RunAsync(
            "browser/browser.test.js",
            ("VIDEOCHAT_URL", open.Origin()),
            ("VIDEOCHAT_STRICT_URL", SharedServer.Api.Origin()),
            ("CHROMIUM", Program.Find("chromium")));
    }

    [Test]
    public async Task Server_WhenItHasPartners_AndWhenItIsKilledAndStopped()
    {
        Program.Require("node");
        await using var api = await ApiServer.StartAsync(
            ("Realtime__MaxResumeEvents", "100"),
            ("Partners__ApiKeys", WebhookServer.HashOf(WebhookServer.Key)));
        await using var control = await ServerControl.StartAsync(api);

        await RunAsync("server/webhooks.test.js", ("VIDEOCHAT_URL", api.Origin()), ("VIDEOCHAT_KEY", WebhookServer.Key));
        await RunAsync("server/restart.test.js", ("VIDEOCHAT_URL", api.Origin()), ("VIDEOCHAT_CONTROL", control.Address));
    }

    [Test]
    public async Task Server_WhenItHasLimits()
    {
        Program.Require("node");
        await using var api = await ApiServer.StartAsync(
            ("RateLimiting__Enabled", "true"),
            ("RateLimiting__Requests", "20"),
            ("RateLimiting__WebSocketsPerAddress", "2"),
            ("RateLimiting__FramesPerSecond", "1"),
            ("RateLimiting__FrameBurst", "3"));

        await RunAsync("server/limits.test.js", ("VIDEOCHAT_URL", api.Origin()));
    }

    private static async Task RunAsync(string file, params (string Key, string? Value)[] environment)
    {
        var output = await ClientPackage.NodeAsync(["--test", "--test-reporter=tap", "--test-timeout=60000", $"tests/{file}"], environment);

        Assert.Multiple(() =>
        {
            Assert.That(Count(PassedLine(), output), Is.Positive, output);
            Assert.That(Count(SkippedLine(), output), Is.Zero, output);
        });
    }

    private static int Count(Regex line, string output) => int.Parse(line.Match(output).Groups[1].Value);

    [GeneratedRegex(@"^# pass (\d+)", RegexOptions.Multiline)]
    private static partial Regex PassedLine();

    [GeneratedRegex(@"^# skipped (\d+)", RegexOptions.Multiline)]
    private static partial Regex SkippedLine();
}
