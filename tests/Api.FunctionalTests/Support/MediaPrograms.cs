namespace VideoChat.Api.FunctionalTests.Support;

/// <summary>
/// A folder with what the server starts for videos, except <c>nice</c>. The server runs ffmpeg at a low priority, so tests that wait for it
/// would wait until other tests leave a processor idle.
/// </summary>
internal static class MediaPrograms
{
    private static readonly Lazy<string> LazyFolder = new(Create);

    /// <summary>The folder, for the server's <c>PATH</c>.</summary>
    public static string Folder => LazyFolder.Value;

    private static string Create()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "programs")).FullName;
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        foreach (var program in new[] { "ffmpeg", "ffprobe", "setpriv", "sh", "sleep" })
        {
            var link = Path.Combine(folder, program);
            File.Delete(link);
            if (path.Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists) is { } target)
                File.CreateSymbolicLink(link, target);
        }
        return folder;
    }
}
