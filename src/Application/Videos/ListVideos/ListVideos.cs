using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Videos.ListVideos;

public sealed record ListVideosQuery(Guid RoomId, int Limit, Guid? Cursor, PublicAddress Address) : IRequest<Page<VideoDto>>;

internal sealed class ListVideosQueryHandler(
    IRoomDirectory rooms, IVideoRepository videos, IVideoGateway gateway, ListReads reads, IMapper mapper)
    : IRequestHandler<ListVideosQuery, Page<VideoDto>>
{
    public async Task<Page<VideoDto>> Handle(ListVideosQuery query, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(query.RoomId, cancellationToken) ?? throw new NotFoundException("Room");

        var found = await reads.RunAsync(
            () => videos.ListAsync(room.Id, query.Cursor, query.Limit + 1, cancellationToken), cancellationToken);

        // The query asks for one video more than the limit, to detect whether another page follows. A page that ended early at the
        // size limit lacks that video, so its last video is left to the next page.
        var isFull = found.Sum(video => (long)video.ContentLength) >= IRoomEventRepository.MaxPageContent;
        var limit = isFull ? Math.Min(query.Limit, found.Count - 1) : query.Limit;
        return Page.Forward(found, limit, video => video.Id)
            .Select(video => mapper.Map<VideoDto>(video).At(gateway, query.Address));
    }
}
