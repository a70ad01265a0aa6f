using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using VideoChat.Application.Events;
using VideoChat.Application.Messages;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Realtime;

/// <summary>A durable event of a room. <paramref name="Seq"/> is its number in the room.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
public abstract record RoomEventFrame(Guid Id, Guid RoomId, [Range(1, int.MaxValue)] long Seq, DateTime Timestamp) : RoomFrame(Timestamp)
{
    public static RoomEventFrame From(MessageDto m) =>
        new MessageFrame(m.Id, m.RoomId, m.Seq, m.UserId, m.Username, m.Content, m.ClientId, m.Timestamp);

    public static RoomEventFrame From(RoomEvent roomEvent) => EventFormats.Of(roomEvent.EventKind).ToFrame(roomEvent);
}

/// <summary>A user posted a message.</summary>
public sealed record MessageFrame(
    Guid Id, Guid RoomId, long Seq, Guid UserId, string Username, string Content, string? ClientId, DateTime Timestamp)
    : RoomEventFrame(Id, RoomId, Seq, Timestamp);
