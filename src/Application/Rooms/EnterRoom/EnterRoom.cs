using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Users;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Users;

namespace VideoChat.Application.Rooms.EnterRoom;

/// <summary>Checks that the room and the user of a new socket exist, and makes the user a member of the room.</summary>
public sealed record EnterRoomCommand(Guid RoomId, Guid UserId) : IRequest<EnteredRoom>;

public sealed record EnteredRoom(Room Room, User User);

internal sealed class EnterRoomCommandHandler(
    IRoomDirectory rooms, IUserDirectory users, IMembershipRepository memberships, IUnitOfWork unitOfWork, TimeProvider clock)
    : IRequestHandler<EnterRoomCommand, EnteredRoom>
{
    public async Task<EnteredRoom> Handle(EnterRoomCommand command, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(command.RoomId, cancellationToken) ?? throw new NotFoundException("Room");
        var user = await users.FindAsync(command.UserId, cancellationToken) ?? throw new NotFoundException("User");
        var entered = new EnteredRoom(room, user);

        // The check saves a write for each of the thousands of members who reconnect together after a restart.
        if (await memberships.ExistsAsync(room.Id, user.Id, cancellationToken))
            return entered;

        memberships.Add(new Membership(room.Id, user.Id, clock.UtcTimestamp()));

        return await unitOfWork.SaveChangesAsync(() => entered, cancellationToken);
    }
}
