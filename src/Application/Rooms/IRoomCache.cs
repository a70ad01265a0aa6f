namespace VideoChat.Application.Rooms;

/// <summary>A cache of data from the database, which may lose its newest data in a fail-over.</summary>
public interface IRoomCache
{
    /// <summary>Drops what the database may no longer contain. Called after the log of a room has lost events.</summary>
    void Forget(Guid roomId);
}
