using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Docs.FunctionalTests.Support;

internal static class Files
{
    public static Task HasContentAsync(string file) => Eventually.BeTrueAsync(
        () => File.Exists(file) && new FileInfo(file).Length > 0, $"{file} has content", TimeSpan.FromMinutes(1));
}
