using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Support;

/// <summary>A fenced block of a page, below its nearest heading.</summary>
/// <param name="Info">The text after the fence: the language, then instructions for the test, such as <c>terminal=server</c>.</param>
internal sealed record Block(string Page, int Line, string Heading, string Info, string Text)
{
    public string Language => Info.Split(' ')[0];

    public override string ToString() => $"{Page}:{Line} ({Heading})";
}

/// <summary>Reads the code blocks of Markdown pages.</summary>
internal static class Markdown
{
    private const string Fence = "```";

    /// <summary>Returns the blocks of a page, given its path from the repository's root.</summary>
    public static IReadOnlyList<Block> BlocksOf(string page)
    {
        var blocks = new List<Block>();
        var heading = "";
        (int Line, int Indent, string Info)? open = null;
        var text = new List<string>();
        foreach (var (index, line) in File.ReadLines(RepositoryFile.Of(page)).Index())
        {
            var trimmed = line.TrimStart();
            if (open is null && trimmed.StartsWith('#'))
            {
                heading = trimmed.TrimStart('#').Trim();
            }
            else if (!trimmed.StartsWith(Fence, StringComparison.Ordinal))
            {
                if (open is { } block)
                    text.Add(line.Length >= block.Indent ? line[block.Indent..] : trimmed);
            }
            else if (open is { } block)
            {
                blocks.Add(new Block(page, block.Line, heading, block.Info, string.Concat(text.Select(part => part + "\n"))));
                open = null;
                text.Clear();
            }
            else
            {
                open = (index + 1, line.Length - trimmed.Length, trimmed[Fence.Length..].Trim());
            }
        }
        return open is null ? blocks : throw new InvalidOperationException($"{page}:{open.Value.Line}: the block has no end.");
    }
}
