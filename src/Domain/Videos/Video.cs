using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Domain.Videos;

/// <summary>
/// A video of a room, from its upload session on. Its id is the provider's. Each method that changes it returns the room event of the
/// change, or null if nothing changed: late and repeated signals never move it back.
/// </summary>
public sealed class Video : IRoomMedia
{
    public const int MaxTitleLength = 200;
    public const int MaxDescriptionLength = 5_000;
    public const string DefaultTitle = "Untitled";

    /// <summary>How long an upload session waits for its file.</summary>
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(24);

    private Video(Guid id, Guid roomId, Guid? userId, string? username, string title, string? description, DateTime createdAt)
    {
        Id = id;
        RoomId = roomId;
        UserId = userId;
        Username = username;
        Title = title;
        Description = description;
        CreatedAt = createdAt;
    }

    public Guid Id { get; }
    public Guid RoomId { get; }

    /// <summary>The user who created the video; null if unknown.</summary>
    public Guid? UserId { get; }

    /// <summary>The name of that user, which never changes; null if <see cref="UserId"/> is null.</summary>
    public string? Username { get; }

    public string Title { get; }
    public string? Description { get; }

    public DateTime CreatedAt { get; }

    public int ContentLength => Description?.Length ?? 0;

    public VideoStatus Status { get; private set; }

    /// <summary>SHA-256 of the file in upper-case hexadecimal; null if the file did not pass through this server.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The progress of processing, 0 to 100.</summary>
    public int EncodeProgress { get; private set; }

    public double? DurationSeconds { get; private set; }

    /// <summary>Why the video failed or its last file was refused; otherwise null, also for videos that failed before reasons were stored.</summary>
    public VideoFailure? Failure { get; private set; }

    public bool IsFinal => Status is VideoStatus.Ready or VideoStatus.Failed;

    /// <summary>Creates the video of an upload session.</summary>
    /// <param name="id">The provider's id.</param>
    /// <param name="room">The room of the video.</param>
    /// <param name="creator">The user who uploads it; null if unknown.</param>
    /// <param name="title">The title; <see cref="DefaultTitle"/> if blank.</param>
    /// <param name="description">The description, or null.</param>
    /// <param name="now">The time in UTC.</param>
    public static Video Create(Guid id, Room room, User? creator, string? title, string? description, DateTime now)
    {
        title = string.IsNullOrWhiteSpace(title) ? DefaultTitle : title.Trim();
        if (title.Length > MaxTitleLength || !UserText.IsStorable(title))
            throw new ArgumentException("Not a valid title.", nameof(title));
        return new Video(id, room.Id, creator?.Id, creator?.Username, title, description, now);
    }

    /// <summary>Creates the video of a recorded live stream. Its file is complete, so its status is processing.</summary>
    public static Video FromRecording(Guid id, LiveStream stream, DateTime now) =>
        new(id, stream.RoomId, stream.UserId, stream.Username, stream.Title, description: null, now) { Status = VideoStatus.Processing };

    /// <summary>Returns the first event of the video: its upload session is open, or its recording is being processed.</summary>
    public VideoEvent Announce(DateTime now) =>
        new(Status == VideoStatus.Pending ? VideoMilestone.UploadCreated : VideoMilestone.Processing, this, now);

    RoomEvent IRoomMedia.Announce(DateTime now) => Announce(now);

    /// <summary>Checks that the upload session accepts a file.</summary>
    /// <exception cref="DomainException">The session already holds a file or has expired.</exception>
    public void EnsureOpen()
    {
        if (Status == VideoStatus.Pending)
            return;
        throw new DomainException(Sha256 is null && Status == VideoStatus.Failed
            ? "This upload session has expired."
            : "This upload already holds a file.");
    }

    /// <summary>Records that a file was refused. The session stays open for another one.</summary>
    public void Refuse(VideoFailure failure)
    {
        if (Status == VideoStatus.Pending)
            Failure = failure;
    }

    /// <summary>Records that the provider has the whole file.</summary>
    public VideoEvent? FileReceived(string? sha256, DateTime now)
    {
        Sha256 ??= sha256;
        if (Status != VideoStatus.Pending)
            return null;
        Status = VideoStatus.Processing;
        Failure = null;
        return new VideoEvent(VideoMilestone.Processing, this, now);
    }

    /// <summary>Updates the progress of processing, which never goes back.</summary>
    public void Progressed(int percent)
    {
        if (Status == VideoStatus.Processing)
            EncodeProgress = Math.Max(EncodeProgress, Math.Clamp(percent, 0, 100));
    }

    /// <summary>Marks the video as ready: it can be watched.</summary>
    public VideoEvent? Finished(double? durationSeconds, string playbackUrl, string? thumbnailUrl, DateTime now)
    {
        if (IsFinal)
            return null;
        Status = VideoStatus.Ready;
        EncodeProgress = 100;
        DurationSeconds = durationSeconds;
        return new VideoEvent(VideoMilestone.Ready, this, now, playbackUrl, thumbnailUrl);
    }

    /// <summary>Marks the video as failed: it will never be watched.</summary>
    public VideoEvent? Fail(VideoFailure failure, DateTime now)
    {
        if (IsFinal)
            return null;
        Status = VideoStatus.Failed;
        Failure = failure;
        return new VideoEvent(VideoMilestone.Failed, this, now);
    }
}
