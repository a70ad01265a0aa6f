using System.Text.RegularExpressions;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Support;

/// <summary>A relative link of a page, with the path of its target from the repository's root and the anchor.</summary>
internal sealed record Link(string Page, int Line, string Target)
{
    public string File => Target.Split('#')[0] is { Length: > 0 } path
        ? Path.GetRelativePath(RepositoryFile.Of("."), Path.Combine(RepositoryFile.Of(Path.GetDirectoryName(Page)!), path))
        : Page;

    public string? Anchor => Target.Split('#') is [_, var anchor] ? anchor : null;

    public override string ToString() => $"{Page}:{Line}: {Target}";
}

/// <summary>Reads the links, anchors and file names of Markdown pages.</summary>
internal static partial class MarkdownLinks
{
    public static IEnumerable<Link> RelativeLinksOf(string page) =>
        from line in LinesOf(page)
        from match in LinkTarget().Matches(line.Text)
        let target = match.Groups[1].Value
        where !Uri.TryCreate(target, UriKind.Absolute, out _)
        select new Link(page, line.Number, target);

    /// <summary>Returns the names of C# files in the page, with the folders before them.</summary>
    public static IEnumerable<string> CodeFilesOf(string page) =>
        CodeFile().Matches(File.ReadAllText(RepositoryFile.Of(page))).Select(match => match.Value.TrimStart('.', '/'));

    /// <summary>Returns the anchors that GitHub derives from the headings. For repeated headings it appends -1, -2 and so on.</summary>
    public static IReadOnlyList<string> AnchorsOf(string page)
    {
        var anchors = new List<string>();
        foreach (var (_, text) in LinesOf(page).Where(line => Heading().IsMatch(line.Text)))
        {
            var title = LinkText().Replace(Heading().Replace(text, ""), "$1").Trim().ToLowerInvariant();
            var anchor = NotInAnchors().Replace(title, "").Replace(' ', '-');
            var repeats = anchors.Count(earlier => Repeat().Replace(earlier, "") == anchor || earlier == anchor);
            anchors.Add(repeats == 0 ? anchor : $"{anchor}-{repeats}");
        }
        return anchors;
    }

    /// <summary>Returns the lines outside code blocks.</summary>
    private static IEnumerable<(int Number, string Text)> LinesOf(string page)
    {
        var isCode = false;
        foreach (var (index, line) in File.ReadLines(RepositoryFile.Of(page)).Index())
        {
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            if (!isCode && !isFence)
                yield return (index + 1, InlineCode().Replace(line, match => Heading().IsMatch(line) ? match.Value.Trim('`') : ""));
        }
    }

    [GeneratedRegex(@"(?:\]\(|<img [^>]*src="")([^)\s""]+)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"(?<![\w…])[\w./]+\.cs\b")]
    private static partial Regex CodeFile();

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"-\d+$")]
    private static partial Regex Repeat();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();
}
