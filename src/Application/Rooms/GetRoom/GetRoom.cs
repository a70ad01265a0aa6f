using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms.GetRoom;

public sealed record GetRoomQuery(Guid RoomId) : IRequest<RoomDto>;

internal sealed class GetRoomQueryHandler(IRoomRepository rooms, IMembershipRepository memberships, IMapper mapper)
    : IRequestHandler<GetRoomQuery, RoomDto>
{
    public async Task<RoomDto> Handle(GetRoomQuery query, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(query.RoomId, cancellationToken) ?? throw new NotFoundException("Room");

        var members = await memberships.ListOldestAsync(room.Id, RoomDto.MaxUsers, cancellationToken);

        return mapper.Map<RoomDto>(room) with { Users = [.. members] };
    }
}
