using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Realtime;
using VideoChat.Application.Serialization;
using VideoChat.Domain.Rooms;

namespace VideoChat.Application.Rooms.ListRoomEvents;

public sealed record ListRoomEventsQuery(Guid RoomId, long After, int Limit) : IRequest<Page<RoomEventFrame>>;

internal sealed class ListRoomEventsQueryHandler(IRoomDirectory rooms, IRoomEventRepository roomEvents)
    : IRequestHandler<ListRoomEventsQuery, Page<RoomEventFrame>>
{
    public async Task<Page<RoomEventFrame>> Handle(ListRoomEventsQuery query, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(query.RoomId, cancellationToken) ?? throw new NotFoundException("Room");
        var newest = await roomEvents.FindPositionAsync(room.Id, cancellationToken) ?? throw new NotFoundException("Room");

        var found = await roomEvents.ListAfterAsync(room.Id, query.After, query.Limit + 1, newest, cancellationToken);

        // The query asks for one event more than the limit, to detect whether another page follows. A page that ended early at the
        // size limit lacks that event, so its last event is left to the next page.
        var isFull = found.Sum(roomEvent => (long)roomEvent.ContentLength) >= IRoomEventRepository.MaxPageContent;
        var limit = isFull ? Math.Min(query.Limit, found.Count - 1) : query.Limit;
        return Page.Forward(found, limit, roomEvent => roomEvent.Seq).Select(EventFormats.ToFrame);
    }
}
