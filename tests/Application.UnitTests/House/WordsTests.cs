using System.Text.RegularExpressions;

namespace VideoChat.Application.UnitTests.House;

/// <summary>Comments and pages are in plain English. Each rule is an expression that the .NET documentation does not use.</summary>
public sealed partial class WordsTests
{
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
    public void Texts_OfAllFiles_AreInPlainEnglish()
    {
        var tics = SourceTree.ListTexts().SelectMany(ListTics);

        Assert.That(tics, Is.Empty);
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
        Assert.That(ListTics("file.cs", [$"// {comment}", "code();"]), Has.Exactly(1).Items);

    [TestCase("The port where the server listens. Returns the place where a message is stored.")]
    [TestCase("Where videos are stored, by provider: a folder.")]
    [TestCase("The user who joins; the US English name of <c>whatever</c>.")]
    [TestCase("Reads no more than it must, as it comes from the queue.")]
    public void ListTics_WhenACommentHasNone_FindsNothing(string comment) =>
        Assert.That(ListTics("file.cs", [$"/// <summary>{comment}</summary>", "where(whoever);"]), Is.Empty);

    [TestCase("page.md", "Nobody reads it.")]
    [TestCase("run.sh", "wait # whoever comes first")]
    public void ListTics_WhenAPageOrAScriptHasOne_FindsIt(string file, string line) =>
        Assert.That(ListTics(file, [line]), Has.Exactly(1).Items);

    [Test]
    public void ListTics_WhenAPageHasOneInCode_FindsNothing() =>
        Assert.That(ListTics("page.md", ["Run `whoever` or [this](us.md):", "", "```bash", "meanwhile", "```"]), Is.Empty);

    [Test]
    public void ListTics_WhenACommentSpansLines_ReadsItAsOne() =>
        Assert.That(ListTics("file.cs", ["/// Null", "/// where there is none."]), Is.EquivalentTo(["file.cs:1: use 'if' instead of 'where': Null where"]));

    private static IEnumerable<string> ListTics(string file) => ListTics(file, SourceTree.ReadLines(file));

    private static IEnumerable<string> ListTics(string file, string[] lines) =>
        from prose in Prose.Read(file, lines)
        from rule in Rules
        from Match match in rule.Value.Matches(prose.Text)
        select $"{file}:{prose.Line}: {rule.Key}: {match.Value.Trim()}";

    /// <summary>
    /// Matches the word as a condition, in a separate clause before a comma. After "the port", for example, it names a place.
    /// </summary>
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
