namespace VideoChat.Domain.Rooms;

/// <summary>A video or live stream of a room.</summary>
public interface IRoomMedia
{
    Guid Id { get; }
    Guid RoomId { get; }
    DateTime CreatedAt { get; }

    /// <summary>
    /// The length of the user's text in UTF-16 code units, which limits the size of a page; 0 if the text is always short.
    /// </summary>
    int ContentLength { get; }

    /// <summary>Returns the event that announces the new item to its room.</summary>
    RoomEvent Announce(DateTime now);
}
