namespace VideoChat.Application.UnitTests.House;

/// <summary>The hand-written files of the repository.</summary>
internal static class SourceTree
{
    private static readonly string[] NotWrittenByHand = ["/obj/", "/bin/", "/Migrations/", "/node_modules/", "/.git/"];

    private static readonly string Root = FindRoot();

    /// <summary>Returns the product's C# files as paths below the repository, such as <c>src/Domain/Rooms/Room.cs</c>.</summary>
    public static IEnumerable<string> ListFiles() => ListFiles("src", "*.cs");

    /// <summary>Returns every C# file, shell script and page.</summary>
    public static IEnumerable<string> ListTexts() =>
        [.. ListFiles(), .. ListFiles("tests", "*.cs"), .. ListFiles("tools", "*.cs"), .. ListFiles(".", "*.sh"), .. ListFiles(".", "*.md")];

    public static string[] ReadLines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static IEnumerable<string> ListFiles(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !NotWrittenByHand.Any(part => $"/{file}".Contains(part, StringComparison.Ordinal)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VideoChat.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
