using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace VideoChat.Application.Realtime;

/// <summary>A durable event of a room. <paramref name="Seq"/> is its number in the room.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
public abstract record RoomEventFrame(Guid Id, Guid RoomId, [Range(1, int.MaxValue)] long Seq, DateTime Timestamp) : RoomFrame(Timestamp);
