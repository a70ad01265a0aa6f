using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Support;

/// <summary>
/// A reader who follows a page from top to bottom in terminals. Addresses and temporary files of the page are replaced by those
/// of the test; everything else is pasted unchanged. At the end every command and output of the page must have been used.
/// </summary>
internal sealed class Reader(string page, string origin, params (string From, string To)[] replacements) : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, Terminal> _terminals = [];
    private readonly HashSet<Block> _used = [];

    public Dictionary<string, string> Environment { get; } = [];

    public string Folder => _folder.Path;

    public Terminal At(string terminal) => _terminals.TryGetValue(terminal, out var open) ? open : _terminals[terminal] = new Terminal(Environment);

    /// <summary>Returns the blocks of commands under a heading, in order, and marks them as used.</summary>
    public IReadOnlyList<Block> Commands(string heading) => Take(heading, "bash");

    /// <summary>Returns the blocks of output under a heading, in order, and marks them as used.</summary>
    public IReadOnlyList<Block> Outputs(string heading) => Take(heading, "text");

    /// <summary>Returns the terminal that the page names for a block.</summary>
    public Terminal At(Block block) => At(block.Info.Split("terminal=") is [_, var name] ? name : "reader");

    /// <summary>Returns the block's commands with the test's addresses and files.</summary>
    public string Adapt(Block block) => replacements.Aggregate(
        block.Text
            .Replace("http://localhost:8000", origin, StringComparison.Ordinal)
            .Replace("localhost:8000", origin["http://".Length..], StringComparison.Ordinal)
            .Replace("/tmp/videochat-", Folder + "/", StringComparison.Ordinal),
        (text, replacement) => text.Replace(replacement.From, replacement.To, StringComparison.Ordinal));

    public Task<string> RunAsync(Block block) => At(block).RunAsync(Adapt(block));

    public void AssertHasReadAll()
    {
        var unread = Markdown.BlocksOf(page)
            .Where(block => block.Language is "bash" or "text" && !_used.Contains(block) && !NotRun.Contains(block));
        Assert.That(unread, Is.Empty, "blocks that are neither run, compared nor listed in NotRun");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var terminal in _terminals.Values)
            await terminal.DisposeAsync();
        _folder.Dispose();
    }

    private List<Block> Take(string heading, string language)
    {
        var blocks = Markdown.BlocksOf(page).Where(block => block.Heading == heading && block.Language == language).ToList();
        Assert.That(blocks, Is.Not.Empty, $"{page} has no {language} under {heading}");
        _used.UnionWith(blocks);
        return blocks;
    }
}
