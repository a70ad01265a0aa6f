using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Domain.Videos;

/// <summary>
/// A video of a room, from its upload session on. Its id is the provider's. Each verb returns the room event that tells
/// of the change, or null where there was none: late and repeated news never move it back.
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

    /// <summary>The user who created it; null if that is not known.</summary>
    public Guid? UserId { get; }

    /// <summary>That user's name, which never changes; null with <see cref="UserId"/>.</summary>
    public string? Username { get; }

    public string Title { get; }
    public string? Description { get; }

    public DateTime CreatedAt { get; }

    public int ContentLength => Description?.Length ?? 0;

    public VideoStatus Status { get; private set; }

    /// <summary>SHA-256 of the file as it passed through, upper-case hexadecimal; null where it did not.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>How much of the processing is done, 0 to 100.</summary>
    public int EncodeProgress { get; private set; }

    public double? DurationSeconds { get; private set; }

    /// <summary>Why it failed, or why its last file was refused; null otherwise, and if it failed before reasons were kept.</summary>
    public VideoFailure? Failure { get; private set; }

    public bool IsFinal => Status is VideoStatus.Ready or VideoStatus.Failed;

    /// <summary>An upload session.</summary>
    /// <param name="id">The provider's id.</param>
    /// <param name="room">The room that watches it.</param>
    /// <param name="creator">The user who uploads it; null if unknown.</param>
    /// <param name="title">The title; <see cref="DefaultTitle"/> if blank.</param>
    /// <param name="description">The description, or null.</param>
    /// <param name="now">The time, UTC.</param>
    public static Video Create(Guid id, Room room, User? creator, string? title, string? description, DateTime now)
    {
        title = string.IsNullOrWhiteSpace(title) ? DefaultTitle : title.Trim();
        if (title.Length > MaxTitleLength || !UserText.IsStorable(title))
            throw new ArgumentException("Not a valid title.", nameof(title));
        return new Video(id, room.Id, creator?.Id, creator?.Username, title, description, now);
    }

    /// <summary>The recording of a live stream: its file is complete, so it begins as processing.</summary>
    public static Video FromRecording(Guid id, LiveStream stream, DateTime now) =>
        new(id, stream.RoomId, stream.UserId, stream.Username, stream.Title, description: null, now) { Status = VideoStatus.Processing };

    /// <summary>The first event of the video: its upload session is open, or its recording is being processed.</summary>
    public VideoEvent Announce(DateTime now) =>
        new(Status == VideoStatus.Pending ? VideoMilestone.UploadCreated : VideoMilestone.Processing, this, now);

    RoomEvent IRoomMedia.Announce(DateTime now) => Announce(now);

    /// <exception cref="DomainException">The session holds a file, or has expired.</exception>
    public void EnsureOpen()
    {
        if (Status == VideoStatus.Pending)
            return;
        throw new DomainException(Sha256 is null && Status == VideoStatus.Failed
            ? "This upload session has expired."
            : "This upload already holds a file.");
    }

    /// <summary>A file was refused: the session stays open for another one.</summary>
    public void Refuse(VideoFailure failure)
    {
        if (Status == VideoStatus.Pending)
            Failure = failure;
    }

    /// <summary>The file is whole at the provider.</summary>
    public VideoEvent? FileReceived(string? sha256, DateTime now)
    {
        Sha256 ??= sha256;
        if (Status != VideoStatus.Pending)
            return null;
        Status = VideoStatus.Processing;
        Failure = null;
        return new VideoEvent(VideoMilestone.Processing, this, now);
    }

    /// <summary>The processing has come so far; it never goes back.</summary>
    public void Progressed(int percent)
    {
        if (Status == VideoStatus.Processing)
            EncodeProgress = Math.Max(EncodeProgress, Math.Clamp(percent, 0, 100));
    }

    /// <summary>It can be watched.</summary>
    public VideoEvent? Finished(double? durationSeconds, string playbackUrl, string? thumbnailUrl, DateTime now)
    {
        if (IsFinal)
            return null;
        Status = VideoStatus.Ready;
        EncodeProgress = 100;
        DurationSeconds = durationSeconds;
        return new VideoEvent(VideoMilestone.Ready, this, now, playbackUrl, thumbnailUrl);
    }

    /// <summary>It will never be watched, for this reason.</summary>
    public VideoEvent? Fail(VideoFailure failure, DateTime now)
    {
        if (IsFinal)
            return null;
        Status = VideoStatus.Failed;
        Failure = failure;
        return new VideoEvent(VideoMilestone.Failed, this, now);
    }
}
