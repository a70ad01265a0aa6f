namespace VideoChat.Application.UnitTests.House;

/// <summary>The hand-written C# files of the product.</summary>
internal static class SourceTree
{
    private static readonly string[] NotWrittenByHand = ["/obj/", "/bin/", "/Migrations/"];

    private static readonly string Root = FindRoot();

    /// <summary>Returns their paths below the repository, such as <c>src/Domain/Rooms/Room.cs</c>.</summary>
    public static IEnumerable<string> ListFiles() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !NotWrittenByHand.Any(part => file.Contains(part, StringComparison.Ordinal)));

    public static string[] ReadLines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VideoChat.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
