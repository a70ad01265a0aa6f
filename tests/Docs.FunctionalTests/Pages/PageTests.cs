using System.Text.Json;
using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Docs.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Pages;

/// <summary>
/// Checks every code block of the README and of docs. A test of the page runs the commands, JSON can be parsed, and other code is
/// part of a file that tests compile or run. Any other block must be listed in <see cref="NotRun"/>, with the reason.
/// </summary>
internal sealed partial class PageTests
{
    /// <summary>The tests that use the commands and outputs of a page one by one.</summary>
    private static readonly Dictionary<string, Type> Read = new()
    {
        ["README.md"] = typeof(ReadmeTests),
        ["docs/tour.md"] = typeof(TourPageTests),
        ["docs/webhooks.md"] = typeof(WebhooksPageTests),
        ["docs/video.md"] = typeof(VideoPageTests),
        ["docs/live.md"] = typeof(VideoPageTests),
        ["docs/client.md"] = typeof(ClientPageTests),
        ["docs/operations/metrics.md"] = typeof(ClientPageTests),
        ["docs/generated-clients.md"] = typeof(Generators.GeneratedClientTests),
    };

    private static readonly string[] CodeFolders = ["docs/examples", "tests/Generators", "src/Client/examples"];

    private static readonly Lazy<string[]> Codes = new(() =>
        [.. CodeFolders.SelectMany(folder => CodeFilesIn(RepositoryFile.Of(folder))).Select(File.ReadAllText)]);

    private static IEnumerable<string> Pages() => Directory
        .EnumerateFiles(RepositoryFile.Of("docs"), "*.md", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(RepositoryFile.Of("."), "*.md"))
        .Append(RepositoryFile.Of("src/Client/README.md"))
        .Select(file => Path.GetRelativePath(RepositoryFile.Of("."), file))
        .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Pages))]
    public void Page_Always_HasNoBlockThatNothingChecks(string page)
    {
        var unhandled = Markdown.BlocksOf(page).Where(block => !IsChecked(block));

        Assert.That(unhandled, Is.Empty);
    }

    [Test]
    public void NotRun_Always_NamesBlocksThatAreThere() =>
        Assert.That(NotRun.Stale([.. Pages().SelectMany(Markdown.BlocksOf)]), Is.Empty);

    private static bool IsChecked(Block block) => NotRun.Contains(block) || block.Language switch
    {
        "bash" or "text" => Read.ContainsKey(block.Page),
        "json" => block.Text.TrimEnd().Split('\n').All(IsJson),
        "js" when block.Page is "docs/client.md" or "docs/protocol.md" or "src/Client/README.md" && !IsQuoted(block) => ClientPageTests.Runs(block),
        "js" or "ts" or "csharp" or "python" => IsQuoted(block) || IsCompiled(block),
        _ => false,
    };

    /// <summary>Webhook handlers. VerifierExampleTests compiles them, or they need a web framework.</summary>
    private static bool IsCompiled(Block block) =>
        block.Page == "docs/webhooks.md" && (block.Text.StartsWith("createServer(", StringComparison.Ordinal) || block.Text.StartsWith("app.MapPost(", StringComparison.Ordinal));

    private static bool IsQuoted(Block block) => Codes.Value.Any(code => code.Contains(block.Text, StringComparison.Ordinal));

    private static IEnumerable<string> CodeFilesIn(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Path.GetExtension(file) is ".cs" or ".ts" or ".js" or ".mjs" or ".cjs" or ".py")
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => Path.GetFileName(inner) is not ("bin" or "generated" or "node_modules" or "obj"))
            .SelectMany(CodeFilesIn));

    private static bool IsJson(string line)
    {
        try
        {
            JsonDocument.Parse(LeftOut().Replace(line, "")).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(" …(?= )")]
    private static partial Regex LeftOut();
}
