namespace VideoChat.Api.FunctionalTests.Client;

/// <summary>The npm package in src/Client.</summary>
internal static class ClientPackage
{
    public static string Folder { get; } = Path.Combine(FindRoot(), "src", "Client");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VideoChat.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
