using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Client;

/// <summary>Runs the client's own tests in src/Client/tests: the unit tests and those in a browser.</summary>
public sealed partial class ClientTests
{
    private static IEnumerable<string> UnitTests() =>
        Directory.EnumerateFiles(Path.Combine(ClientPackage.Folder, "tests", "unit"), "*.test.js").Select(file => Path.GetFileName(file)!);

    [TestCaseSource(nameof(UnitTests))]
    public Task Unit(string file) => RunAsync($"unit/{file}");

    [Test]
    public async Task Example_InABrowser()
    {
        Program.Require("node");
        Program.Require("chromium");
        var open = await SharedServer.DevelopmentAsync();

        await RunAsync(
            "browser/browser.test.js",
            ("VIDEOCHAT_URL", open.Origin()),
            ("VIDEOCHAT_STRICT_URL", SharedServer.Api.Origin()),
            ("CHROMIUM", Program.Find("chromium")));
    }

    /// <summary>Runs a test file with Node's runner. Fails unless at least one test passes and none is skipped.</summary>
    internal static async Task RunAsync(string file, params (string Key, string? Value)[] environment)
    {
        var output = await ClientPackage.NodeAsync(["--test", "--test-reporter=tap", "--test-timeout=420000", $"tests/{file}"], environment);

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
