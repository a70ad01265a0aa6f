namespace VideoChat.Domain.Rooms;

/// <summary>A video or live stream of a room.</summary>
public interface IRoomMedia
{
    Guid Id { get; }
    Guid RoomId { get; }
    DateTime CreatedAt { get; }

    /// <summary>The length of its user-written text that has no tight limit, in UTF-16 code units.</summary>
    int ContentLength { get; }

    /// <summary>Returns the first event of the item for its room.</summary>
    RoomEvent Announce(DateTime now);
}
