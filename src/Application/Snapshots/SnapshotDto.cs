using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.ListMessages;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms;
using VideoChat.Application.Rooms.GetPresence;
using VideoChat.Application.Videos;

namespace VideoChat.Application.Snapshots;

/// <summary>What a client shows when it enters a room, in one state of the database.</summary>
/// <param name="Position">
/// The position of this state in the room's log. A socket that is opened with <c>?after=</c> and this value receives each later
/// event once.
/// </param>
/// <param name="Room">The room with its first 100 members.</param>
/// <param name="Messages">The newest messages, oldest first.</param>
/// <param name="HasOlder">Whether older messages exist. <c>before</c> with the id of the first message lists them.</param>
/// <param name="Milestones">
/// The milestones of videos and live streams after the first message, or from the start of the log if no older messages exist: at
/// most the newest 100, oldest first. Messages and milestones, sorted by <c>seq</c>, are the end of the room's log.
/// </param>
/// <param name="Users">
/// The names of up to 200 users, each listed once: authors of the messages, creators of the videos and live streams, connected
/// users and members.
/// </param>
/// <param name="Presence">
/// The connected users, of whom at most 200 are listed. They are not part of the database and can be newer than the position.
/// </param>
/// <param name="Videos">The newest 20 videos that are being processed or can be watched, oldest first.</param>
/// <param name="LiveStreams">The newest 20 live streams that wait for their encoder or are live, oldest first.</param>
public sealed record SnapshotDto(
    string Position, RoomDto Room,
    [MaxLength(ListMessagesQueryValidator.MaxLimit)]
    [property: JsonConverter(typeof(MessagePage.ListConverter))] IReadOnlyList<MessageDto> Messages,
    bool HasOlder,
    [MaxLength(SnapshotDto.MaxMilestones)] IReadOnlyList<RoomEventFrame> Milestones,
    [MaxLength(SnapshotDto.MaxUsers)] IReadOnlyList<UserNameDto> Users,
    PresenceDto Presence,
    [MaxLength(SnapshotDto.MaxMedia)] IReadOnlyList<VideoDto> Videos,
    [MaxLength(SnapshotDto.MaxMedia)] IReadOnlyList<LiveStreamViewDto> LiveStreams)
{
    public const int MaxMilestones = 100;
    public const int MaxUsers = 200;
    public const int MaxMedia = 20;
}

/// <summary>The name of a user.</summary>
/// <param name="Id">The id of the user.</param>
/// <param name="Username">The name of the user.</param>
public sealed record UserNameDto(Guid Id, string Username);
