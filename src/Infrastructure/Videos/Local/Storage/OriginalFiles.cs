namespace VideoChat.Infrastructure.Videos.Local.Storage;

/// <summary>Manages the uploaded and recorded files of videos, and unfinished uploads.</summary>
internal sealed class OriginalFiles(LocalStorage storage)
{
    private const string PartExtension = ".part";

    /// <summary>Creates a file for an upload. <see cref="Place"/> publishes it.</summary>
    public FileStream CreatePart(Guid videoId)
    {
        Directory.CreateDirectory(storage.Uploads);
        return new FileStream(
            Path.Combine(storage.Uploads, $"{videoId}-{Guid.NewGuid():N}{PartExtension}"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            });
    }

    public List<string> ListParts()
    {
        storage.Prepare();
        return [.. Directory.EnumerateFiles(storage.Uploads)];
    }

    public void Place(string part, Guid videoId, string extension)
    {
        Directory.CreateDirectory(storage.Originals);
        File.Move(part, Path.Combine(storage.Originals, videoId + extension));
    }

    public string? FindRecording(Guid videoId) => Directory.Exists(storage.Recordings)
        ? Directory.EnumerateFiles(storage.Recordings, $"*.{videoId}{LocalStorage.RecordingExtension}").FirstOrDefault()
        : null;

    /// <summary>Makes the recording of a live stream, if there is one, the original of its video.</summary>
    public void PlaceRecording(Guid videoId)
    {
        if (FindRecording(videoId) is not { } recording)
            return;
        try
        {
            Place(recording, videoId, LocalStorage.RecordingExtension);
        }
        catch (FileNotFoundException)
        {
            // A concurrent call has moved the file, so there is nothing to do.
        }
    }

    public string? Find(Guid videoId) =>
        Container.Extensions.Select(extension => Path.Combine(storage.Originals, videoId + extension)).FirstOrDefault(File.Exists);

    /// <summary>Lists the videos that have originals.</summary>
    public List<Guid> List() =>
        [.. Directory.EnumerateFiles(storage.Originals).Select(LocalStorage.VideoOf).Where(id => id != Guid.Empty).Distinct()];

    /// <summary>Returns the file in which the attempts to process a video are counted.</summary>
    public string AttemptsOf(Guid videoId) => Path.Combine(storage.Originals, videoId + ".tries");

    public void Delete(Guid videoId)
    {
        File.Delete(AttemptsOf(videoId));
        if (Find(videoId) is { } original)
            File.Delete(original);
    }
}
