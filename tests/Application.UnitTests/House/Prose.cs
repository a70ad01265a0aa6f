using System.Text.RegularExpressions;

namespace VideoChat.Application.UnitTests.House;

/// <summary>Reads the prose of a file: the comments of C# and of scripts, and the text of pages.</summary>
internal static partial class Prose
{
    /// <summary>Returns each block of lines as one text without code, because sentences span lines.</summary>
    public static IEnumerable<(int Line, string Text)> Read(string file, string[] lines) => Path.GetExtension(file) switch
    {
        ".md" => Join(PageLines(lines)),
        ".sh" => Join(lines.Select(line => TextOf(ScriptComment().Match(line)))),
        _ => Join(lines.Select(line => TextOf(Comment().Match(line)))),
    };

    private static IEnumerable<(int Line, string Text)> Join(IEnumerable<string?> lines)
    {
        var text = new List<string>();
        foreach (var (i, prose) in lines.Append(null).Index())
        {
            if (prose is not null)
            {
                text.Add(prose);
            }
            else if (text.Count > 0)
            {
                yield return (i + 1 - text.Count, Code().Replace(Tag().Replace(string.Join(' ', text), "|"), "").Trim('|', ' '));
                text.Clear();
            }
        }
    }

    private static string? TextOf(Match comment) => comment.Success ? comment.Groups["text"].Value.Trim() : null;

    /// <summary>The lines of a page outside code blocks, without the targets of links. An empty line ends a block.</summary>
    private static IEnumerable<string?> PageLines(string[] lines)
    {
        var isCode = false;
        foreach (var line in lines)
        {
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            isCode ^= isFence;
            yield return isCode || isFence || line.Length == 0 ? null : LinkTarget().Replace(line, "]").Trim();
        }
    }

    [GeneratedRegex(@"(^\s*|[;{},] )///?(?<text>( .*)?)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(^|\s)#(?<text>( .*)?)$")]
    private static partial Regex ScriptComment();

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex LinkTarget();

    /// <summary>A tag between sentences.</summary>
    [GeneratedRegex("</?(summary|remarks|param|typeparam|returns|exception|para)( [^>]*)?>")]
    private static partial Regex Tag();

    [GeneratedRegex("<c>.*?</c>|`[^`]*`|<[^>]*>")]
    private static partial Regex Code();
}
