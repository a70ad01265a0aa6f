using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Docs.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Pages;

/// <summary>Every relative link of every page leads to a file and a heading, and every code file that a page names exists.</summary>
internal sealed class LinkTests
{
    /// <summary>The folder that the commands of docs/generated-clients.md write to.</summary>
    private const string Generated = "generated/";

    private static readonly string[] Skipped = [".git", "bin", "obj", "node_modules"];

    private static readonly Dictionary<string, IReadOnlyList<string>> Anchors = FilesIn(".", "*.md").ToDictionary(page => page, MarkdownLinks.AnchorsOf);

    [Test]
    public void Links_OfEveryPage_LeadToAFileAndAHeading()
    {
        var links = Anchors.Keys.SelectMany(MarkdownLinks.RelativeLinksOf).ToList();

        Assert.That(links.Where(link => !Exists(link)), Is.Empty);
        Assert.That(links.Count(link => link.Anchor is not null), Is.GreaterThan(10));
    }

    [Test]
    public void CodeFiles_ThatAPageNames_Exist()
    {
        var files = FilesIn(".", "*.cs").ToList();
        var names = Anchors.Keys.SelectMany(page => MarkdownLinks.CodeFilesOf(page).Select(name => (page, name)))
            .Where(named => !named.name.StartsWith(Generated, StringComparison.Ordinal))
            .ToList();

        Assert.That(names.Where(named => !files.Any(file => $"/{file}".EndsWith($"/{named.name}", StringComparison.Ordinal))), Is.Empty);
        Assert.That(names, Has.Count.GreaterThan(50));
    }

    private static bool Exists(Link link) => link.Anchor is null
        ? Path.Exists(RepositoryFile.Of(link.File))
        : Anchors.TryGetValue(link.File, out var anchors) && anchors.Contains(link.Anchor);

    private static IEnumerable<string> FilesIn(string folder, string pattern) => Directory
        .EnumerateFiles(RepositoryFile.Of(folder), pattern)
        .Select(file => Path.GetRelativePath(RepositoryFile.Of("."), file))
        .Concat(Directory
            .EnumerateDirectories(RepositoryFile.Of(folder))
            .Where(inner => !Skipped.Contains(Path.GetFileName(inner)))
            .SelectMany(inner => FilesIn(Path.GetRelativePath(RepositoryFile.Of("."), inner), pattern)));
}
