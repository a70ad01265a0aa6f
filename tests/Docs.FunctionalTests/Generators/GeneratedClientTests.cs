using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Docs.FunctionalTests.Support;
using Clip = VideoChat.Api.FunctionalTests.Videos.Local.Clip;

namespace VideoChat.Docs.FunctionalTests.Generators;

/// <summary>
/// Runs the generators of <c>docs/generated-clients.md</c> as the page says. Their clients compile, and a small program uses each of them
/// (<c>tests/Generators</c>). All programs print the same output, and the video that they upload can be played.
/// </summary>
internal sealed class GeneratedClientTests
{
    private const string Page = "docs/generated-clients.md";
    private const string Printed = "ada says hello\nmessage: hello\nupload of clip\n404: Room not found\nuploaded";

    private static readonly string Folder = RepositoryFile.Of("tests/Generators");

    private static readonly Lazy<Task> Tools = new(() => Programs.RunAsync("dotnet", ["tool", "restore"], Folder));

    private static string Origin => SharedServer.Api.Address.GetLeftPart(UriPartial.Authority);

    [TestCase("openapi-fetch")]
    [TestCase("orval")]
    [TestCase("swagger-typescript-api")]
    public async Task TypeScript_GeneratedFromTheDocument_CompilesAndRuns(string generator)
    {
        RequirePackages();

        await GenerateAsync(generator);

        await RunTypeScriptAsync(generator);
    }

    [Test]
    public async Task NSwag_ForTypeScript_CompilesAndRuns()
    {
        RequirePackages();
        await Tools.Value;

        await GenerateAsync("nswag-typescript");

        await RunTypeScriptAsync("nswag-typescript");
    }

    [TestCase("nswag-csharp")]
    [TestCase("kiota-csharp")]
    public async Task CSharp_GeneratedFromTheDocument_CompilesAndRuns(string generator)
    {
        await Tools.Value;

        await GenerateAsync(generator);

        var folder = Path.Combine(Folder, generator);
        await Programs.RunAsync("dotnet", ["build", "-v", "q", "-nologo", "-o", "generated/bin"], folder);
        await AssertPrintsAsync("dotnet", $"generated/bin/VideoChat.{generator}.dll", folder);
    }

    /// <summary>Runs the page's commands for a generator (the name of a folder) against the test's server.</summary>
    private static async Task GenerateAsync(string generator)
    {
        var folder = Path.Combine(Folder, generator);
        if (Directory.Exists(Path.Combine(folder, "generated")))
            Directory.Delete(Path.Combine(folder, "generated"), recursive: true);
        var commands = Markdown.BlocksOf(Page).Single(block => block.Info == $"bash {generator}").Text;

        await Programs.RunAsync(
            "bash", ["-euo", "pipefail", "-c", commands.Replace("http://localhost:8000", Origin, StringComparison.Ordinal)], folder,
            ("VIDEOCHAT_URL", Origin), ("KIOTA_CLI_TELEMETRY_OPTOUT", "1"));
    }

    private static async Task RunTypeScriptAsync(string generator)
    {
        var folder = Path.Combine(Folder, generator);
        await Programs.RunAsync(
            "node",
            [
                "../node_modules/typescript/bin/tsc", "--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2023,dom,dom.iterable",
                "--types", "node", "--outDir", "generated/js", "client.ts",
            ],
            folder);
        await AssertPrintsAsync("node", "generated/js/client.js", folder);
    }

    private static async Task AssertPrintsAsync(string program, string client, string folder)
    {
        Clip.Require();
        using var temporary = new TemporaryFolder();
        var file = Path.Combine(temporary.Path, "clip.mp4");
        await File.WriteAllBytesAsync(file, await Clip.MakeAsync("64x64", seconds: 1));

        var output = (await Programs.RunAsync(program, [client, Origin, file], folder)).Trim().ReplaceLineEndings("\n");

        var room = output.Split('\n')[0];
        Assert.That(output, Is.EqualTo($"{room}\n{Printed}"));
        await Eventually.BeTrueAsync(
            async () => await StatusOfVideoAsync(room["room ".Length..]) == "ready", "the video is ready", TimeSpan.FromMinutes(3));
    }

    private static async Task<string> StatusOfVideoAsync(string room)
    {
        var videos = await SharedServer.Api.GetJsonAsync($"/rooms/{room}/videos");
        var status = videos.EnumerateArray().Single().GetProperty("status").GetString()!;
        return status is "failed" ? throw new AssertionException($"The video has failed: {JsonSerializer.Serialize(videos)}") : status;
    }

    private static void RequirePackages()
    {
        Programs.Require("node");
        Programs.Require("npx");
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            Assert.Ignore("The generators are not installed: npm ci --prefix tests/Generators.");
    }
}
