using System.Text.RegularExpressions;

namespace VideoChat.Application.UnitTests.House;

/// <summary>
/// The size of folders, files and constructors, and the direction of dependencies between sibling folders. The lists of exceptions may only
/// shrink: a test fails if an exception is no longer needed or has grown.
/// </summary>
public sealed partial class StructureTests
{
    private const int MaxFiles = 12;
    private const int MaxLines = 200;
    private const int MaxDependencies = 8;

    private static readonly Dictionary<string, int> LargeFolders = [];

    private static readonly Dictionary<string, int> LongFiles = [];

    private static readonly Dictionary<string, int> LargeConstructors = [];

    /// <summary>Folders of one parent that use each other.</summary>
    private static readonly string[] TwoWayUsings = [];

    [Test]
    public void Folders_HaveAtMostTwelveFiles() => AssertExceptions(
        LargeFolders,
        from file in SourceTree.ListFiles()
        group file by file[..file.LastIndexOf('/')] into folder
        where folder.Count() > MaxFiles
        select (folder.Key, folder.Count()));

    [Test]
    public void Files_HaveAtMostTwoHundredLines() => AssertExceptions(
        LongFiles,
        from file in SourceTree.ListFiles()
        let lines = SourceTree.ReadLines(file).Length
        where lines > MaxLines
        select (file, lines));

    [Test]
    public void Constructors_HaveAtMostEightDependencies() => AssertExceptions(
        LargeConstructors,
        from file in SourceTree.ListFiles()
        where !file.StartsWith("src/Domain/", StringComparison.Ordinal) // Constructors of entities take values.
        from Match constructor in Constructor().Matches(string.Join('\n', SourceTree.ReadLines(file)))
        let dependencies = CountParameters(constructor.Groups["parameters"].Value)
        where dependencies > MaxDependencies
        select (constructor.Groups["class"].Value, dependencies));

    [Test]
    public void SiblingFolders_DoNotUseEachOther()
    {
        var usings = ListSiblingUsings().ToHashSet();

        var twoWay = usings
            .Where(used => string.CompareOrdinal(used.From, used.To) < 0 && usings.Contains((used.Parent, used.To, used.From)))
            .Select(used => $"{used.Parent}: {used.From}, {used.To}");

        Assert.That(twoWay, Is.EquivalentTo(TwoWayUsings));
    }

    [TestCase("", 0)]
    [TestCase("IClock clock", 1)]
    [TestCase("Dictionary<string, int> a,\n    (int X, int Y) b", 2)]
    public void CountParameters_IgnoresCommasInTypes(string parameters, int expected) =>
        Assert.That(CountParameters(parameters), Is.EqualTo(expected));

    private static void AssertExceptions(Dictionary<string, int> expected, IEnumerable<(string Name, int Size)> found) =>
        Assert.That(
            found.Select(item => $"{item.Name}: {item.Size}"), Is.EquivalentTo(expected.Select(item => $"{item.Key}: {item.Value}")),
            "Make what is new smaller. If a listed one is smaller now, change or remove its entry.");

    private static IEnumerable<(string Parent, string From, string To)> ListSiblingUsings() =>
        from file in SourceTree.ListFiles()
        let folders = file.Split('/')[1..^1]
        from line in SourceTree.ReadLines(file)
        let used = Using().Match(line)
        where used.Success
        let target = used.Groups["name"].Value.Split('.')
        let common = folders.Zip(target).TakeWhile(pair => pair.First == pair.Second).Count()
        where common >= 1 && common < folders.Length && common < target.Length
        select (string.Join('/', folders[..common]), folders[common], target[common]);

    private static int CountParameters(string parameters)
    {
        var depth = 0;
        var commas = 0;
        foreach (var character in parameters)
        {
            depth += character is '<' or '(' or '[' ? 1 : character is '>' or ')' or ']' ? -1 : 0;
            commas += character == ',' && depth == 0 ? 1 : 0;
        }
        return string.IsNullOrWhiteSpace(parameters) ? 0 : commas + 1;
    }

    [GeneratedRegex(@"\bclass (?<class>\w+)(<[^>]*>)?\((?<parameters>[^{;]*?)\)\s*(:|\{|;|where\b)")]
    private static partial Regex Constructor();

    [GeneratedRegex(@"^using (static )?VideoChat\.(?<name>[\w.]+);")]
    private static partial Regex Using();
}
