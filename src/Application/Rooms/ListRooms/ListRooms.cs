using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms.ListRooms;

public sealed record ListRoomsQuery(int Limit, Guid? Cursor) : IRequest<Page<RoomDto>>;

internal sealed class ListRoomsQueryHandler(IRoomRepository rooms, IMembershipRepository memberships, ListReads reads, IMapper mapper)
    : IRequestHandler<ListRoomsQuery, Page<RoomDto>>
{
    public Task<Page<RoomDto>> Handle(ListRoomsQuery query, CancellationToken cancellationToken) =>
        reads.RunAsync(() => ReadAsync(query, cancellationToken), cancellationToken);

    private async Task<Page<RoomDto>> ReadAsync(ListRoomsQuery query, CancellationToken cancellationToken)
    {
        var found = await rooms.ListAsync(query.Cursor, query.Limit + 1, cancellationToken);
        var page = Page.Forward(found, query.Limit, room => room.Id);

        if (page.Items.Count == 0)
            return page.Select(mapper.Map<RoomDto>);

        // The range of ids covers exactly the rooms of the page, because ids ascend and rooms are never removed.
        var members = await memberships.ListOldestAsync(
            page.Items[0].Id, page.Items[^1].Id, RoomDto.MaxUsersInList, cancellationToken);

        return page.Select(room => mapper.Map<RoomDto>(room) with { Users = [.. members[room.Id]] });
    }
}
