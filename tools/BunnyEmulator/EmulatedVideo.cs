namespace VideoChat.BunnyEmulator;

/// <summary>A video of the emulated library. The status has the API's values.</summary>
public sealed class EmulatedVideo(Guid id, string title, string collectionId)
{
    public Guid Id { get; } = id;
    public string Title { get; } = title;
    public string CollectionId { get; } = collectionId;
    public int Status { get; set; }
    public int EncodeProgress { get; set; }
    public string? AvailableResolutions { get; set; }
    public long StorageSize { get; set; }
    public double Length { get; set; }
    public string? OriginalHash { get; set; }

    /// <summary>The hash of the file, shown as <see cref="OriginalHash"/> when the video is processed.</summary>
    public string? FileHash { get; set; }
    public long FileBytes { get; set; }

    internal object ToModel() => new
    {
        videoLibraryId = long.Parse(EmulatedBunny.LibraryId, System.Globalization.CultureInfo.InvariantCulture),
        guid = Id.ToString(),
        title = Title,
        dateUploaded = "2026-11-22T10:00:00.123",
        views = 0,
        isPublic = false,
        length = (int)Length,
        status = Status,
        framerate = 0,
        width = 0,
        height = 0,
        availableResolutions = AvailableResolutions,
        thumbnailCount = 0,
        encodeProgress = EncodeProgress,
        storageSize = StorageSize,
        captions = Array.Empty<object>(),
        hasMP4Fallback = false,
        collectionId = CollectionId,
        thumbnailFileName = "thumbnail.jpg",
        averageWatchTime = 0,
        totalWatchTime = 0,
        category = "unknown",
        chapters = Array.Empty<object>(),
        // The text contains a path of the provider, which must not reach a client.
        transcodingMessages = Status == 5
            ? new[] { new { timeStamp = "2026-11-22T10:00:01", level = 3, issueCode = 7, message = "/mnt/storage/in.mp4 is broken", value = "" } }
            : [],
        originalHash = OriginalHash,
        thumbnailUrl = (string?)null,
    };
}
