using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms;

/// <summary>Finds rooms, from a cache if possible. A cached room has its current name but an outdated <c>LastSeq</c>.</summary>
public interface IRoomDirectory
{
    ValueTask<Room?> FindAsync(Guid roomId, CancellationToken cancellationToken);
}
