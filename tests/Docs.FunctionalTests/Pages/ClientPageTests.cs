using System.Net;
using System.Text.Json;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Docs.FunctionalTests.Support;
using Clip = VideoChat.Api.FunctionalTests.Videos.Local.Clip;

namespace VideoChat.Docs.FunctionalTests.Pages;

/// <summary>The commands of docs/client.md, and the JavaScript of all pages, against a server.</summary>
internal sealed class ClientPageTests
{
    private static readonly string[] PagesWithRecipes = ["src/Client/README.md", "docs/client.md", "docs/protocol.md"];

    private static string Origin => SharedServer.Api.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Determines whether <see cref="Recipes_OneAfterTheOther_Run"/> runs the block.</summary>
    public static bool Runs(Block block) => block.Language == "js" && PagesWithRecipes.Contains(block.Page) && !block.Text.Contains("export function");

    [Test]
    public async Task FiveMinutes_InThreeTerminals_ServeThePageAndEnterTheRoom()
    {
        RequireClient();
        var port = FreePort.Find();
        await using var reader = new Reader(
            "docs/client.md", Origin,
            ("serve.mjs", $"serve.mjs {port}"), ("eve lobby", $"eve lobby {Origin}"),
            ("npm ci --prefix src/Client", "test -d src/Client/node_modules"));
        var commands = reader.Commands("Five minutes");
        Assert.That(commands[0].Text, Is.EqualTo("dotnet run --project src/Api\n"), "which the README's test runs");

        reader.At("page").Type(reader.Adapt(commands[1]).TrimEnd());
        reader.At("eve").Type(reader.Adapt(commands[2]).TrimEnd());

        await reader.At("eve").SeeAsync("* eve joined the chat");
        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/?name=ada"));
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        reader.AssertHasReadAll();
    }

    [Test]
    public async Task Recipes_OneAfterTheOther_Run()
    {
        Clip.Require();
        RequireClient();
        using var folder = new TemporaryFolder();
        var (blocks, clip) = (Path.Combine(folder.Path, "blocks.json"), Path.Combine(folder.Path, "clip.mp4"));
        var recipes = PagesWithRecipes.SelectMany(Markdown.BlocksOf).Where(block => Runs(block) && !NotRun.Contains(block)).ToList();
        await File.WriteAllTextAsync(blocks, JsonSerializer.Serialize(recipes.Select(block => new { Name = $"{block}", block.Text })));
        await File.WriteAllBytesAsync(clip, await Clip.MakeAsync("64x64", seconds: 1));

        var output = await Programs.RunAsync(
            "node", ["tests/Docs.FunctionalTests/Pages/recipes.mjs", Origin, blocks, clip], RepositoryFile.Of("."));

        Assert.That(output.TrimEnd(), Does.EndWith($"{recipes.Count} recipes ran"));
        Assert.That(recipes, Has.Count.GreaterThan(8));
    }

    [Test]
    public async Task Metrics_AsThePageReadsThem_AreThere()
    {
        await using var reader = new Reader("docs/operations/metrics.md", Origin);

        var output = await reader.RunAsync(reader.Commands("Metrics")[0]);

        Assert.That(output, Does.Contain("videochat_"));
        reader.AssertHasReadAll();
    }

    private static void RequireClient()
    {
        Programs.Require("node");
        if (!Directory.Exists(RepositoryFile.Of("src/Client/node_modules")))
            Assert.Ignore("The packages of src/Client are not installed: npm ci --prefix src/Client.");
    }
}
