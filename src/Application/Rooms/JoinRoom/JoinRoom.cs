using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Users;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms.JoinRoom;

public sealed record JoinRoomCommand(Guid RoomId, Guid UserId) : IRequest<MessageResult>;

internal sealed class JoinRoomCommandHandler(
    IRoomDirectory rooms, IUserDirectory users, IMembershipRepository memberships, IUnitOfWork unitOfWork, TimeProvider clock)
    : IRequestHandler<JoinRoomCommand, MessageResult>
{
    public async Task<MessageResult> Handle(JoinRoomCommand command, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(command.RoomId, cancellationToken) ?? throw new NotFoundException("Room");
        var user = await users.FindAsync(command.UserId, cancellationToken) ?? throw new NotFoundException("User");

        memberships.Add(new Membership(room.Id, user.Id, clock.UtcTimestamp()));

        return await unitOfWork.SaveChangesAsync(
            () => new MessageResult($"User {user.Username} joined room {room.Name}"), cancellationToken);
    }
}
