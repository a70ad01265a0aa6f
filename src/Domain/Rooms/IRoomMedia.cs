namespace VideoChat.Domain.Rooms;

/// <summary>What a room watches: a video or a live stream.</summary>
public interface IRoomMedia
{
    Guid Id { get; }
    Guid RoomId { get; }
    DateTime CreatedAt { get; }

    /// <summary>How much of it people wrote without a tight limit, in UTF-16 units.</summary>
    int ContentLength { get; }

    /// <summary>It is there: the first that the room hears of it.</summary>
    RoomEvent Announce(DateTime now);
}
