using System.Collections.Concurrent;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using VideoChat.Infrastructure.Videos.Local.Storage;

namespace VideoChat.Api.Media;

/// <summary>Provides the files of the three public folders of the local storage.</summary>
internal sealed class MediaFiles(LocalStorage storage) : IFileProvider, IDisposable
{
    public const string Playlist = ".m3u8";

    private const string Live = "live";
    private const string Originals = "originals";

    private readonly ConcurrentDictionary<string, PhysicalFileProvider> _folders = new();

    public static bool IsLivePlaylist(PathString path) =>
        path.StartsWithSegments('/' + Live, out var rest) && rest.Value!.EndsWith(Playlist, StringComparison.OrdinalIgnoreCase);

    public IFileInfo GetFileInfo(string subpath)
    {
        if (subpath.TrimStart('/').Split('/', 2) is not [var name, var rest] || FolderOf(name) is not { } files)
            return new NotFoundFileInfo(subpath);
        var file = files.GetFileInfo(rest);
        if (name == Originals && !storage.IsPlayedAsUploaded(file.Name))
            return new NotFoundFileInfo(subpath);
        return name == Live && file.Exists && rest.EndsWith(Playlist, StringComparison.OrdinalIgnoreCase) ? Snapshot.Of(file) : file;
    }

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    public void Dispose()
    {
        foreach (var files in _folders.Values)
            files.Dispose();
    }

    // Returns the provider of a folder. A missing folder is not cached, because it may be created after the server has started.
    private PhysicalFileProvider? FolderOf(string name)
    {
        if (_folders.TryGetValue(name, out var files))
            return files;
        var folder = name switch
        {
            "videos" => storage.Videos,
            Originals => storage.Originals,
            Live => storage.Live,
            _ => null,
        };
        return folder is not null && Directory.Exists(folder)
            ? _folders.GetOrAdd(name, _ => new PhysicalFileProvider(folder))
            : null;
    }

    /// <summary>
    /// A copy of a playlist in memory. If the file were replaced during the response, its <c>Content-Length</c> would be wrong.
    /// </summary>
    private sealed class Snapshot(IFileInfo file, byte[] bytes) : IFileInfo
    {
        public bool Exists => true;
        public bool IsDirectory => false;
        public DateTimeOffset LastModified => file.LastModified;
        public long Length => bytes.Length;
        public string Name => file.Name;
        public string? PhysicalPath => null;

        public static IFileInfo Of(IFileInfo file)
        {
            try
            {
                return new Snapshot(file, File.ReadAllBytes(file.PhysicalPath!));
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return new NotFoundFileInfo(file.Name);
            }
        }

        public Stream CreateReadStream() => new MemoryStream(bytes, writable: false);
    }
}
