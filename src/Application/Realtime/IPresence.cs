using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Realtime;

/// <summary>
/// Tracks the users who are connected to each room. A user may have several connections. The other users are notified of a user's
/// first connection (<c>user_joined</c>) and of the end of the last one (<c>user_left</c>), in order.
/// </summary>
public interface IPresence
{
    /// <summary>Adds a connection. The caller must call <see cref="DisconnectAsync"/> when the connection ends.</summary>
    ValueTask ConnectAsync(Room room, User user);

    ValueTask DisconnectAsync(Room room, User user);

    /// <summary>Lists the users who are connected to the room, ordered by name.</summary>
    ValueTask<IReadOnlyList<PresentUser>> ListAsync(Guid roomId, CancellationToken cancellationToken);
}

/// <param name="Id">The id of the user.</param>
/// <param name="Username">The name of the user.</param>
/// <param name="Connections">The number of the user's sockets in the room.</param>
public sealed record PresentUser(Guid Id, string Username, [Range(1, int.MaxValue)] int Connections);
