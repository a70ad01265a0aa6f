using System.ComponentModel.DataAnnotations;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;

namespace VideoChat.Application.Rooms.GetPresence;

public sealed record GetPresenceQuery(Guid RoomId) : IRequest<PresenceDto>;

/// <summary>The users who are connected to a room.</summary>
/// <param name="Count">The number of connected users.</param>
/// <param name="Users">The connected users, each listed once.</param>
public sealed record PresenceDto([Range(0, int.MaxValue)] int Count, IReadOnlyList<PresentUser> Users);

internal sealed class GetPresenceQueryHandler(IRoomDirectory rooms, IPresence presence)
    : IRequestHandler<GetPresenceQuery, PresenceDto>
{
    public async Task<PresenceDto> Handle(GetPresenceQuery query, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(query.RoomId, cancellationToken) ?? throw new NotFoundException("Room");

        var users = await presence.ListAsync(room.Id, cancellationToken);

        return new PresenceDto(users.Count, users);
    }
}
