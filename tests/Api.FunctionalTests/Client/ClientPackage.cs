using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Client;

/// <summary>The npm package in src/Client. Tests that need its tools are skipped if these are missing.</summary>
internal static class ClientPackage
{
    public static string Folder { get; } = Path.Combine(FindRoot(), "src", "Client");

    /// <summary>Runs node in the package's folder and returns its output.</summary>
    public static async Task<string> NodeAsync(string[] arguments, params (string Key, string? Value)[] environment)
    {
        Program.Require("node");
        RequireModules();
        return await Program.RunAsync("node", arguments, Folder, environment);
    }

    /// <summary>Runs npm in a folder and returns its output.</summary>
    public static async Task<string> NpmAsync(string folder, params string[] arguments)
    {
        Program.Require("npm");
        RequireModules();
        return await Program.RunAsync("npm", arguments, folder);
    }

    /// <summary>Returns the server's address as a page would write it.</summary>
    public static string Origin(this ApiServer server) => server.Address.GetLeftPart(UriPartial.Authority);

    private static void RequireModules()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            Assert.Ignore("The packages of src/Client are not installed: npm ci --prefix src/Client.");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VideoChat.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
