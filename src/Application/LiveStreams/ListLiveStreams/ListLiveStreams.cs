using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams.ListLiveStreams;

public sealed record ListLiveStreamsQuery(Guid RoomId, int Limit, Guid? Cursor, PublicAddress Address)
    : IRequest<Page<LiveStreamDto>>;

internal sealed class ListLiveStreamsQueryHandler(IRoomDirectory rooms, ILiveStreamRepository streams, ListReads reads, IMapper mapper)
    : IRequestHandler<ListLiveStreamsQuery, Page<LiveStreamDto>>
{
    public async Task<Page<LiveStreamDto>> Handle(ListLiveStreamsQuery query, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(query.RoomId, cancellationToken) ?? throw new NotFoundException("Room");

        var found = await reads.RunAsync(
            () => streams.ListAsync(room.Id, query.Cursor, query.Limit + 1, cancellationToken), cancellationToken);

        return Page.Forward(found, query.Limit, stream => stream.Id)
            .Select(stream => mapper.Map<LiveStreamDto>(stream).At(query.Address));
    }
}
