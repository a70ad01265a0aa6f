namespace VideoChat.Domain.Rooms;

/// <summary>A video or live stream of a room.</summary>
public interface IRoomMedia
{
    Guid Id { get; }
    Guid RoomId { get; }
    DateTime CreatedAt { get; }

    /// <summary>
    /// The length of user-written text in UTF-16 code units; 0 if the text is always short. Pages are limited by this length.
    /// </summary>
    int ContentLength { get; }

    /// <summary>Returns the event that announces the new item to its room.</summary>
    RoomEvent Announce(DateTime now);
}
