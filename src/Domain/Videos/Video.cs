using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Domain.Videos;

/// <summary>
/// A video of a room. It exists from the start of its upload session, and the provider assigns its id. Each method that can reach a
/// milestone returns its room event, or null if nothing changed. Late and repeated notifications of the provider therefore have no
/// effect.
/// </summary>
public sealed class Video : IRoomMedia
{
    public const int MaxTitleLength = 200;
    public const int MaxDescriptionLength = 5_000;
    public const string DefaultTitle = "Untitled";

    /// <summary>The time within which an upload session must receive its file.</summary>
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

    public Guid? UserId { get; }

    public string? Username { get; }

    public string Title { get; }
    public string? Description { get; }

    public DateTime CreatedAt { get; }

    public int ContentLength => Description?.Length ?? 0;

    public VideoStatus Status { get; private set; }

    /// <summary>
    /// The SHA-256 of the file in upper-case hexadecimal; null until the file is uploaded, and if it was not uploaded through the
    /// API.
    /// </summary>
    public string? Sha256 { get; private set; }

    public int EncodeProgress { get; private set; }

    public double? DurationSeconds { get; private set; }

    /// <summary>Why the video failed or its last file was rejected; otherwise null. Old failures have no stored reason.</summary>
    public VideoFailure? Failure { get; private set; }

    public bool IsFinal => Status is VideoStatus.Ready or VideoStatus.Failed;

    /// <summary>Creates the video of an upload session.</summary>
    /// <param name="id">The id that the provider assigned.</param>
    /// <param name="room">The room of the video.</param>
    /// <param name="creator">The user who uploads the file; null if unknown.</param>
    /// <param name="title">The title; <see cref="DefaultTitle"/> replaces a blank one.</param>
    /// <param name="description">The optional description.</param>
    /// <param name="now">The time in UTC.</param>
    public static Video Create(Guid id, Room room, User? creator, string? title, string? description, DateTime now)
    {
        title = string.IsNullOrWhiteSpace(title) ? DefaultTitle : title.Trim();
        if (title.Length > MaxTitleLength || !UserText.IsStorable(title))
            throw new ArgumentException("Not a valid title.", nameof(title));
        return new Video(id, room.Id, creator?.Id, creator?.Username, title, description, now);
    }

    /// <summary>Creates the video of a recorded live stream. The file is complete, so processing starts directly.</summary>
    public static Video FromRecording(Guid id, Guid roomId, Guid? userId, string? username, string title, DateTime now) =>
        new(id, roomId, userId, username, title, description: null, now) { Status = VideoStatus.Processing };

    /// <summary>Returns the event that announces the new video to its room.</summary>
    public VideoEvent Announce(DateTime now) =>
        new(Status == VideoStatus.Pending ? VideoMilestone.UploadCreated : VideoMilestone.Processing, this, now);

    RoomEvent IRoomMedia.Announce(DateTime now) => Announce(now);

    /// <summary>Throws if the upload session does not accept a file.</summary>
    /// <exception cref="DomainException">The session already holds a file or has expired.</exception>
    public void EnsureOpen()
    {
        if (Status == VideoStatus.Pending)
            return;
        throw new DomainException(Sha256 is null && Status == VideoStatus.Failed
            ? "This upload session has expired."
            : "This upload already holds a file.");
    }

    /// <summary>Records that a file was rejected. The session still accepts another file.</summary>
    public void Refuse(VideoFailure failure)
    {
        if (Status == VideoStatus.Pending)
            Failure = failure;
    }

    /// <summary>Records that the provider has received the whole file.</summary>
    public VideoEvent? FileReceived(string? sha256, DateTime now)
    {
        Sha256 ??= sha256;
        if (Status != VideoStatus.Pending)
            return null;
        Status = VideoStatus.Processing;
        Failure = null;
        return new VideoEvent(VideoMilestone.Processing, this, now);
    }

    /// <summary>Updates the progress of processing. A lower value than the current one is ignored.</summary>
    public void Progressed(int percent)
    {
        if (Status == VideoStatus.Processing)
            EncodeProgress = Math.Max(EncodeProgress, Math.Clamp(percent, 0, 100));
    }

    public VideoEvent? Finished(double? durationSeconds, string playbackUrl, string? thumbnailUrl, DateTime now)
    {
        if (IsFinal)
            return null;
        Status = VideoStatus.Ready;
        EncodeProgress = 100;
        DurationSeconds = durationSeconds;
        return new VideoEvent(VideoMilestone.Ready, this, now, playbackUrl, thumbnailUrl);
    }

    public VideoEvent? Fail(VideoFailure failure, DateTime now)
    {
        if (IsFinal)
            return null;
        Status = VideoStatus.Failed;
        Failure = failure;
        return new VideoEvent(VideoMilestone.Failed, this, now);
    }
}
