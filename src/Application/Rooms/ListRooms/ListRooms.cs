using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms.ListRooms;

public sealed record ListRoomsQuery(int Limit, Guid? Cursor) : IRequest<Page<RoomDto>>;

internal sealed class ListRoomsQueryHandler(IRoomRepository rooms, IMembershipRepository memberships)
    : IRequestHandler<ListRoomsQuery, Page<RoomDto>>
{
    public async Task<Page<RoomDto>> Handle(ListRoomsQuery query, CancellationToken cancellationToken)
    {
        var found = await rooms.ListAsync(query.Cursor, query.Limit + 1, cancellationToken);
        var page = Page.Cut(found, query.Limit, room => room.Id);

        var members = await memberships.ListUsersAsync([.. page.Items.Select(room => room.Id)], cancellationToken);

        return page.Select(room => RoomDto.From(room, members[room.Id]));
    }
}
