using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace VideoChat.Application.Realtime;

/// <summary>Sent when an event is added to the room's log. <paramref name="Seq"/> is the number of the event in the room.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
public abstract record RoomEventFrame(Guid Id, Guid RoomId, [Range(1, int.MaxValue)] long Seq, DateTime Timestamp) : RoomFrame(Timestamp);
