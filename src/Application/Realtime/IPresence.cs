using System.ComponentModel.DataAnnotations;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Realtime;

/// <summary>
/// Tracks which users are connected to which room. A user may have several connections. The other users in the room are notified of the
/// first one (<c>user_joined</c>) and of the end of the last one (<c>user_left</c>), in the order in which these happened.
/// </summary>
public interface IPresence
{
    /// <summary>Adds a connection. Each call must be matched by a call of <see cref="DisconnectAsync"/>.</summary>
    ValueTask ConnectAsync(Room room, User user);

    /// <summary>Removes a connection.</summary>
    ValueTask DisconnectAsync(Room room, User user);

    /// <summary>Lists the users who are connected to the room, by name.</summary>
    ValueTask<IReadOnlyList<PresentUser>> ListAsync(Guid roomId, CancellationToken cancellationToken);
}

/// <param name="Id">The user.</param>
/// <param name="Username">The user's name.</param>
/// <param name="Connections">How many sockets the user has in the room.</param>
public sealed record PresentUser(Guid Id, string Username, [Range(1, int.MaxValue)] int Connections);
