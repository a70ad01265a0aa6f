using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Users;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms.LeaveRoom;

public sealed record LeaveRoomCommand(Guid RoomId, Guid UserId) : IRequest<MessageResult>;

internal sealed class LeaveRoomCommandHandler(
    IRoomDirectory rooms, IUserDirectory users, IMembershipRepository memberships, IUnitOfWork unitOfWork)
    : IRequestHandler<LeaveRoomCommand, MessageResult>
{
    public async Task<MessageResult> Handle(LeaveRoomCommand command, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(command.RoomId, cancellationToken) ?? throw new NotFoundException("Room");
        var user = await users.FindAsync(command.UserId, cancellationToken) ?? throw new NotFoundException("User");

        memberships.Remove(room.Id, user.Id);

        return await unitOfWork.SaveChangesAsync(
            () => new MessageResult($"User {user.Username} left room {room.Name}"), cancellationToken);
    }
}
