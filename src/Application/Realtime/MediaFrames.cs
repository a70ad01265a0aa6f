namespace VideoChat.Application.Realtime;

/// <summary>A live stream was created and waits for its encoder.</summary>
public sealed record LiveStreamCreatedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Live stream {Title} was created" : $"{Username} is about to go live: \"{Title}\"";
}

/// <summary>A live stream can be watched.</summary>
public sealed record LiveStreamStartedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Live stream {Title} is live" : $"{Username} is live: \"{Title}\"";
}

/// <summary>The encoder of a live stream was rejected for <paramref name="Reason"/>. It may retry with other settings.</summary>
public sealed record LiveStreamRejectedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    string Reason, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null
        ? $"Live stream {Title} cannot be shown: {Reason}"
        : $"{Username} cannot be shown live: \"{Title}\". {Reason}";
}

/// <summary>
/// A live stream has ended. <paramref name="VideoId"/> is its recording, and <paramref name="Reason"/> says why it ended
/// unexpectedly.
/// </summary>
public sealed record LiveStreamEndedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid StreamId, string PlaybackId, string Title, string PullUrl,
    Guid? VideoId, string? Reason, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Live stream {Title} has ended" : $"{Username} is no longer live: \"{Title}\"";
}

/// <summary>An upload session was created and waits for its file.</summary>
public sealed record VideoUploadCreatedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid UploadId, string Title, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Video {Title} will be uploaded" : $"{Username} is uploading a video: \"{Title}\"";
}

/// <summary>The file of a video is complete and is being processed.</summary>
public sealed record VideoProcessingFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid VideoId, string Title, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Video {Title} is being processed" : $"{Username}'s video \"{Title}\" is being processed";
}

/// <summary>A video can be watched.</summary>
public sealed record VideoReadyFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid VideoId, string Title, string PlaybackUrl,
    string? ThumbnailUrl, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Video {Title} is ready" : $"{Username}'s video \"{Title}\" is ready";
}

/// <summary>A video cannot be watched; <paramref name="Failure"/> says why.</summary>
public sealed record VideoFailedFrame(
    Guid Id, Guid RoomId, long Seq, Guid? UserId, string? Username, Guid VideoId, string Title, string? Failure, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp)
{
    public string Message => Username is null ? $"Video {Title} has failed" : $"{Username}'s video \"{Title}\" has failed";
}
