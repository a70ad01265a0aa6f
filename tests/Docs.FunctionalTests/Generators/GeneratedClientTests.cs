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
    private const string Printed = "ada says hello\nmessage: hello\nupload of clip\n404: Room not found\nuploaded";

    private static readonly Lazy<Task<byte[]>> Film = new(() => Clip.MakeAsync("64x64", seconds: 1));

    [TestCaseSource(typeof(GeneratedClients), nameof(GeneratedClients.InTypeScript))]
    public async Task TypeScript_GeneratedFromTheDocument_CompilesAndRuns(string generator)
    {
        RequirePackages();

        var client = await GeneratedClients.CompileTypeScriptAsync(generator);

        await AssertPrintsAsync("node", client);
    }

    [TestCaseSource(typeof(GeneratedClients), nameof(GeneratedClients.InCSharp))]
    public async Task CSharp_GeneratedFromTheDocument_CompilesAndRuns(string generator)
    {
        var client = await GeneratedClients.CompileCSharpAsync(generator);

        await AssertPrintsAsync("dotnet", client);
    }

    private static async Task AssertPrintsAsync(string program, string client)
    {
        Clip.Require();
        using var temporary = new TemporaryFolder();
        var file = Path.Combine(temporary.Path, "clip.mp4");
        await File.WriteAllBytesAsync(file, await Film.Value);

        var output = (await Programs.RunAsync(program, [client, GeneratedClients.Origin, file], GeneratedClients.Folder)).Trim().ReplaceLineEndings("\n");

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
        if (!Directory.Exists(Path.Combine(GeneratedClients.Folder, "node_modules")))
            Assert.Ignore("The generators are not installed: npm ci --prefix tests/Generators.");
    }
}
