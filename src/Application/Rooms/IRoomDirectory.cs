using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms;

/// <summary>Finds rooms and caches them. A cached room may have an outdated <c>LastSeq</c>; its name never changes.</summary>
public interface IRoomDirectory
{
    ValueTask<Room?> FindAsync(Guid roomId, CancellationToken cancellationToken);
}
