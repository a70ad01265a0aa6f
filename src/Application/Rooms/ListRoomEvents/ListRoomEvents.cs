using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms.ListRoomEvents;

public sealed record ListRoomEventsQuery(Guid RoomId, long After, int Limit) : IRequest<Page<RoomEventFrame>>;

internal sealed class ListRoomEventsQueryHandler(IRoomDirectory rooms, IRoomEventRepository roomEvents)
    : IRequestHandler<ListRoomEventsQuery, Page<RoomEventFrame>>
{
    public async Task<Page<RoomEventFrame>> Handle(ListRoomEventsQuery query, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(query.RoomId, cancellationToken) ?? throw new NotFoundException("Room");

        var found = await roomEvents.ListAfterAsync(room.Id, query.After, query.Limit + 1, cancellationToken);

        return Page.Cut(found, query.Limit, roomEvent => roomEvent.Seq).Select(RoomEventFrame.From);
    }
}
