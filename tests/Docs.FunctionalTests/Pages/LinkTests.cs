using VideoChat.Api.FunctionalTests.Support;
using VideoChat.Docs.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Pages;

/// <summary>Every relative link of every page leads to a file, and to a heading of that file.</summary>
internal sealed class LinkTests
{
    private static readonly string[] NotOurs = [".git", "bin", "obj", "node_modules"];

    private static readonly Dictionary<string, IReadOnlyList<string>> Anchors = PagesIn(".").ToDictionary(page => page, MarkdownLinks.AnchorsOf);

    [Test]
    public void Links_OfEveryPage_LeadToAFileAndAHeading()
    {
        var links = Anchors.Keys.SelectMany(MarkdownLinks.RelativeLinksOf).ToList();

        Assert.That(links.Where(link => !Exists(link)), Is.Empty);
        Assert.That(links.Count(link => link.Anchor is not null), Is.GreaterThan(10));
    }

    private static bool Exists(Link link) => link.Anchor is null
        ? Path.Exists(RepositoryFile.Of(link.File))
        : Anchors.TryGetValue(link.File, out var anchors) && anchors.Contains(link.Anchor);

    private static IEnumerable<string> PagesIn(string folder) => Directory
        .EnumerateFiles(RepositoryFile.Of(folder), "*.md")
        .Select(file => Path.GetRelativePath(RepositoryFile.Of("."), file))
        .Concat(Directory
            .EnumerateDirectories(RepositoryFile.Of(folder))
            .Where(inner => !NotOurs.Contains(Path.GetFileName(inner)))
            .SelectMany(inner => PagesIn(Path.GetRelativePath(RepositoryFile.Of("."), inner))));
}
