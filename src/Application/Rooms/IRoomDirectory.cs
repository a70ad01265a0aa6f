using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms;

/// <summary>Finds rooms from memory where it can. A room's name never changes; its <c>LastSeq</c> is not to be read here.</summary>
public interface IRoomDirectory
{
    ValueTask<Room?> FindAsync(Guid roomId, CancellationToken cancellationToken);
}
