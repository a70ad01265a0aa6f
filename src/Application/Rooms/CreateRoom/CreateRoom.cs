using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms.CreateRoom;

public sealed record CreateRoomCommand(string Name) : IRequest<RoomDto>;

internal sealed class CreateRoomCommandHandler(IRoomRepository rooms, IUnitOfWork unitOfWork, IMapper mapper, TimeProvider clock)
    : IRequestHandler<CreateRoomCommand, RoomDto>
{
    public Task<RoomDto> Handle(CreateRoomCommand command, CancellationToken cancellationToken)
    {
        var room = Room.Create(command.Name, clock.UtcTimestamp());

        rooms.Add(room);

        return unitOfWork.SaveChangesAsync(() => mapper.Map<RoomDto>(room), cancellationToken);
    }
}
