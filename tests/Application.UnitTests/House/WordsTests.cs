using System.Text.RegularExpressions;

namespace VideoChat.Application.UnitTests.House;

/// <summary>Comments are in plain English. Each rule is an expression that the .NET documentation does not use.</summary>
public sealed partial class WordsTests
{
    /// <summary>Folders and files whose comments are not rewritten yet. The list may only shrink.</summary>
    private static readonly string[] NotYetRewritten =
    [
        // Their texts are part of docs/openapi.json, which must be generated again with them.
        "src/Application/Messages/MessageDto.cs",
        "src/Application/Webhooks/WebhookPayload.cs",
    ];

    private static readonly Dictionary<string, Regex> Rules = new()
    {
        ["use 'if' instead of 'where'"] = Where(),
        ["name the subject instead of 'we', 'us' or 'our'"] = We(),
        ["name the subject instead of 'nobody', 'somebody', 'whoever' or 'whatever'"] = Nobody(),
        ["begin with the subject instead of 'who'"] = Who(),
        ["use the present tense instead of 'has come' or 'is gone'"] = HasCome(),
        ["use 'must be' or the present tense instead of 'is to be' or 'to be had'"] = IsToBe(),
        ["use 'immediately' or 'together' instead of 'at once'"] = AtOnce(),
        ["use 'automatically' or name the cause instead of 'by itself' or 'of its own accord'"] = ByItself(),
        ["use 'in the meantime', 'no longer' or 'again' instead of 'meanwhile', 'any more' or 'anew'"] = Meanwhile(),
    };

    [Test]
    public void Comments_OfRewrittenFolders_AreInPlainEnglish()
    {
        var tics = SourceTree.ListFiles().Where(file => !IsListed(file)).SelectMany(ListTics);

        Assert.That(tics, Is.Empty);
    }

    [Test]
    public void NotYetRewritten_Always_ListsOnlyPathsWithSuchComments()
    {
        var clean = NotYetRewritten.Where(path => !SourceTree.ListFiles().Where(file => IsIn(path, file)).SelectMany(ListTics).Any());

        Assert.That(clean, Is.Empty, "Remove these from the list.");
    }

    [TestCase("Null where there is none.")]
    [TestCase("Writes a batch. Where it fails, it is repeated.")]
    [TestCase("Our ids sort by time.")]
    [TestCase("Nobody reads it.")]
    [TestCase("Who asks again gets the same.")]
    [TestCase("The peer is gone.")]
    [TestCase("What is to be removed.")]
    [TestCase("All are sent at once.")]
    [TestCase("It ends by itself.")]
    [TestCase("Nothing reads it any more.")]
    public void ListTics_WhenACommentHasOne_FindsIt(string comment) =>
        Assert.That(ListTics("file", [$"// {comment}", "code();"]), Has.Exactly(1).Items);

    [TestCase("The port where the server listens. Returns the place where a message is stored.")]
    [TestCase("Where videos are stored, by provider: a folder.")]
    [TestCase("The user who joins; the US English name of <c>whatever</c>.")]
    [TestCase("Reads no more than it must, as it comes from the queue.")]
    public void ListTics_WhenACommentHasNone_FindsNothing(string comment) =>
        Assert.That(ListTics("file", [$"/// <summary>{comment}</summary>", "where(whoever);"]), Is.Empty);

    [Test]
    public void ListTics_WhenACommentSpansLines_ReadsItAsOne() =>
        Assert.That(ListTics("file", ["/// Null", "/// where there is none."]), Is.EquivalentTo(["file:1: use 'if' instead of 'where': Null where"]));

    private static bool IsListed(string file) => NotYetRewritten.Any(path => IsIn(path, file));

    private static bool IsIn(string path, string file) => file == path || file.StartsWith(path + '/', StringComparison.Ordinal);

    private static IEnumerable<string> ListTics(string file) => ListTics(file, SourceTree.ReadLines(file));

    private static IEnumerable<string> ListTics(string file, string[] lines) =>
        from comment in ListComments(lines)
        from rule in Rules
        from Match match in rule.Value.Matches(comment.Text)
        select $"{file}:{comment.Line}: {rule.Key}: {match.Value.Trim()}";

    /// <summary>Returns each block of comment lines as one text without code, because sentences span lines.</summary>
    private static IEnumerable<(int Line, string Text)> ListComments(string[] lines)
    {
        var text = new List<string>();
        for (var i = 0; i <= lines.Length; i++)
        {
            if (i < lines.Length && Comment().Match(lines[i]) is { Success: true } comment)
            {
                text.Add(comment.Groups["text"].Value.Trim());
            }
            else if (text.Count > 0)
            {
                yield return (i + 1 - text.Count, Code().Replace(Tag().Replace(string.Join(' ', text), "|"), "").Trim('|', ' '));
                text.Clear();
            }
        }
    }

    [GeneratedRegex(@"(^\s*|[;{},] )///?(?<text>( .*)?)$")]
    private static partial Regex Comment();

    /// <summary>A tag between sentences.</summary>
    [GeneratedRegex("</?(summary|remarks|param|typeparam|returns|exception|para)( [^>]*)?>")]
    private static partial Regex Tag();

    [GeneratedRegex("<c>.*?</c>|`[^`]*`|<[^>]*>")]
    private static partial Regex Code();

    /// <summary>A clause of its own before a comma is a condition; after "the port", for example, it is a place.</summary>
    [GeneratedRegex(
        @"\b(null|none|nothing|empty|true|false|zero|also|only|and|or|but|even) where\b"
        + @"|[.;,] where [^.,;:|()]+, ", RegexOptions.IgnoreCase)]
    private static partial Regex Where();

    [GeneratedRegex(@"\b([Ww]e|us|[Oo]urs?|[Oo]urselves)\b")]
    private static partial Regex We();

    [GeneratedRegex(@"\b(nobody|somebody|who(m|so)?ever|whatever|whichever)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Nobody();

    [GeneratedRegex(@"(^|[.;|] ?)[Ww]ho [a-z]+")]
    private static partial Regex Who();

    [GeneratedRegex(@"\b((has|have|had) come|(is|are|was|were) gone)\b", RegexOptions.IgnoreCase)]
    private static partial Regex HasCome();

    [GeneratedRegex(@"\b((is|are|was|were) to be|to be had)\b", RegexOptions.IgnoreCase)]
    private static partial Regex IsToBe();

    [GeneratedRegex(@"\bat once\b", RegexOptions.IgnoreCase)]
    private static partial Regex AtOnce();

    [GeneratedRegex(@"\bby (itself|themselves)\b|\bof (its|their) own (accord|motion)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ByItself();

    [GeneratedRegex(@"\b(meanwhile|anew|any more(?! than))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Meanwhile();
}
