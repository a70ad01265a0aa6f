using System.Reflection;

namespace VideoChat.Api.FunctionalTests.Support;

internal static class RepositoryFile
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Metadata("ApiProject"), "..", ".."));

    /// <summary>Returns the full path of a path relative to the repository's root.</summary>
    public static string Of(string path) => Path.Combine(Root, path);

    private static string Metadata(string key) => typeof(RepositoryFile).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key).Value!;
}
