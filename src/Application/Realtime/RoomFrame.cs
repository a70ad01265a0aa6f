using System.Text.Json.Serialization;

namespace VideoChat.Application.Realtime;

/// <summary>
/// One JSON object on a socket, server to client. Its member <c>type</c> says which: one of the signals below, or a kind of room event
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

/// <summary>A user's first socket has come.</summary>
public sealed record UserJoinedFrame(Guid UserId, string Username, DateTime Timestamp) : RoomFrame(Timestamp)
{
    public string Message => $"{Username} joined the chat";
}

/// <summary>A user's last socket is gone.</summary>
public sealed record UserLeftFrame(Guid UserId, string Username, DateTime Timestamp) : RoomFrame(Timestamp)
{
    public string Message => $"{Username} left the chat";
}

/// <summary>A user is typing.</summary>
public sealed record TypingFrame(Guid UserId, string Username, DateTime Timestamp) : RoomFrame(Timestamp);

/// <summary>The answer to a ping.</summary>
public sealed record PongFrame(DateTime Timestamp) : RoomFrame(Timestamp);

/// <summary>A frame of the client was refused; the connection lives on.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Timestamp">When it was refused, UTC.</param>
public sealed record ErrorFrame(string Code, string Message, DateTime Timestamp) : RoomFrame(Timestamp);

/// <summary>The replay asked for is not to be had: read history, from here on the connection is live.</summary>
/// <param name="LastSeq">The newest event before what follows.</param>
/// <param name="Timestamp">When the connection went live, UTC.</param>
public sealed record ResyncFrame(long LastSeq, DateTime Timestamp) : RoomFrame(Timestamp);
