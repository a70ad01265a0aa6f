using System.Text.Json.Serialization;

namespace VideoChat.Application.Realtime;

/// <summary>
/// One JSON object from the server to the client on a socket. Its member <c>type</c> is one of the signals below or a kind of room event
/// (<see cref="FrameTypes"/>).
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(UserJoinedFrame), "user_joined")]
[JsonDerivedType(typeof(UserLeftFrame), "user_left")]
[JsonDerivedType(typeof(TypingFrame), "typing")]
[JsonDerivedType(typeof(PongFrame), "pong")]
[JsonDerivedType(typeof(ErrorFrame), "error")]
[JsonDerivedType(typeof(ResyncFrame), "resync")]
public abstract record RoomFrame(DateTime Timestamp);

/// <summary>A user's first socket in the room connected.</summary>
public sealed record UserJoinedFrame(Guid UserId, string Username, DateTime Timestamp) : RoomFrame(Timestamp)
{
    public string Message => $"{Username} joined the chat";
}

/// <summary>A user's last socket in the room disconnected.</summary>
public sealed record UserLeftFrame(Guid UserId, string Username, DateTime Timestamp) : RoomFrame(Timestamp)
{
    public string Message => $"{Username} left the chat";
}

/// <summary>A user is typing.</summary>
public sealed record TypingFrame(Guid UserId, string Username, DateTime Timestamp) : RoomFrame(Timestamp);

/// <summary>The response to a ping.</summary>
public sealed record PongFrame(DateTime Timestamp) : RoomFrame(Timestamp);

/// <summary>A frame of the client was rejected. The connection stays open.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Timestamp">When it was refused, UTC.</param>
public sealed record ErrorFrame(string Code, string Message, DateTime Timestamp) : RoomFrame(Timestamp);

/// <summary>The requested events cannot be replayed. The client must read the history; from here on the connection is live.</summary>
/// <param name="LastSeq">The seq of the newest event before those that follow.</param>
/// <param name="Timestamp">When the connection went live, UTC.</param>
public sealed record ResyncFrame(long LastSeq, DateTime Timestamp) : RoomFrame(Timestamp);
