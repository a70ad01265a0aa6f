using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos.ListVideos;

public sealed record ListVideosQuery(Guid RoomId, int Limit, Guid? Cursor, PublicAddress Address) : IRequest<Page<VideoDto>>;

internal sealed class ListVideosQueryHandler(IRoomDirectory rooms, IVideoRepository videos, IVideoGateway gateway)
    : IRequestHandler<ListVideosQuery, Page<VideoDto>>
{
    public async Task<Page<VideoDto>> Handle(ListVideosQuery query, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(query.RoomId, cancellationToken) ?? throw new NotFoundException("Room");

        var found = await videos.ListAsync(room.Id, query.Cursor, query.Limit + 1, cancellationToken);

        return Page.Cut(found, query.Limit, video => video.Id)
            .Select(video => VideoDto.From(video, gateway, query.Address));
    }
}
