using System.Text.Json.Serialization;

namespace VideoChat.Application.Realtime;

/// <summary>
/// A JSON object that the server sends on a socket. Its member <c>type</c> names one of the frames below or a kind of room event.
/// The frames of room events are registered with their formats in <c>EventFormats</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(UserJoinedFrame), "user_joined")]
[JsonDerivedType(typeof(UserLeftFrame), "user_left")]
[JsonDerivedType(typeof(TypingFrame), "typing")]
[JsonDerivedType(typeof(PongFrame), "pong")]
[JsonDerivedType(typeof(ErrorFrame), "error")]
[JsonDerivedType(typeof(ResyncFrame), "resync")]
public abstract record RoomFrame(DateTime Timestamp);

/// <summary>Sent when a user opens their first socket in the room.</summary>
/// <param name="UserId">The id of the user.</param>
/// <param name="Username">The name of the user.</param>
/// <param name="Timestamp">The time at which the user joined, in UTC.</param>
/// <param name="Position">
/// In the first frame of a socket, the position of the room's newest event when the socket joined; null in the frames of other users.
/// </param>
public sealed record UserJoinedFrame(Guid UserId, string Username, DateTime Timestamp, string? Position = null) : RoomFrame(Timestamp)
{
    public string Message => $"{Username} joined the chat";
}

/// <summary>Sent when a user's last socket in the room closes.</summary>
public sealed record UserLeftFrame(Guid UserId, string Username, DateTime Timestamp) : RoomFrame(Timestamp)
{
    public string Message => $"{Username} left the chat";
}

/// <summary>Sent when another user in the room is typing.</summary>
public sealed record TypingFrame(Guid UserId, string Username, DateTime Timestamp) : RoomFrame(Timestamp);

/// <summary>Sent in response to a ping frame of the client.</summary>
public sealed record PongFrame(DateTime Timestamp) : RoomFrame(Timestamp);

/// <summary>Sent when a frame of the client is rejected. The socket stays open.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">A sentence for users.</param>
/// <param name="Timestamp">The time of the rejection in UTC.</param>
public sealed record ErrorFrame(string Code, string Message, DateTime Timestamp) : RoomFrame(Timestamp);

/// <summary>
/// Sent when the events that the client missed cannot be replayed. The client must then read the history again. Later events follow
/// on the socket.
/// </summary>
/// <param name="LastSeq">The <c>seq</c> of the last skipped event. The next event on the socket follows it.</param>
/// <param name="Position">The position of that event.</param>
/// <param name="Timestamp">The time at which the socket went live, in UTC.</param>
public sealed record ResyncFrame(long LastSeq, string Position, DateTime Timestamp) : RoomFrame(Timestamp);
