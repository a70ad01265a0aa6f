namespace VideoChat.BunnyEmulator;

/// <summary>A live stream of the emulated library.</summary>
public sealed class EmulatedLiveStream(Guid id, string title, string streamKey)
{
    public Guid Id { get; } = id;
    public string Title { get; } = title;
    public string StreamKey { get; } = streamKey;

    /// <summary>1 created, 3 the encoder's video arrives, 4 running, 5 ended, 6 converted to a video, 7 error.</summary>
    public int Status { get; set; } = 1;

    internal object ToModel() => new
    {
        videoLibraryId = long.Parse(EmulatedBunny.LibraryId, System.Globalization.CultureInfo.InvariantCulture),
        guid = Id.ToString(),
        title = Title,
        status = Status,
        @public = true,
        streamKey = StreamKey,
        playbackUrlHls = $"https://{EmulatedBunny.PullZone}.b-cdn.net/live/{Id}/live.m3u8",
        dvrEnabled = true,
        dvrWindowSeconds = 1800,
        ingestRegion = "EU",
        availableResolutions = (string?)null,
        ingestEndpoints = new
        {
            rtmp = new
            {
                primaryIngestUrl = "rtmp://global.rtmp.mediadelivery.net/live",
                backupIngestUrl = "rtmp://global-backup.rtmp.mediadelivery.net/live",
            },
        },
    };
}
