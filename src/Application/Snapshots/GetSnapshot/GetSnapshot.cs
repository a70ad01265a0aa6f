using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.LiveStreams;
using VideoChat.Application.Messages;
using VideoChat.Application.Messages.ListMessages;
using VideoChat.Application.Realtime;
using VideoChat.Application.Rooms;
using VideoChat.Application.Rooms.GetPresence;
using VideoChat.Application.Serialization;
using VideoChat.Application.Users;
using VideoChat.Application.Videos;
using VideoChat.Domain.LiveStreams;
using VideoChat.Domain.Rooms;
using VideoChat.Domain.Videos;

namespace VideoChat.Application.Snapshots.GetSnapshot;

/// <summary>Returns all that a client shows when it enters a room, and the position after which its socket continues.</summary>
public sealed record GetSnapshotQuery(Guid RoomId, int Limit, PublicAddress Address) : IRequest<SnapshotDto>;

internal sealed class GetSnapshotQueryHandler(
    IRoomDirectory rooms, IRoomSnapshots snapshots, NewestPages newest, IPresence presence, IUserDirectory users, IVideoGateway videos,
    IMapper mapper)
    : IRequestHandler<GetSnapshotQuery, SnapshotDto>
{
    public async Task<SnapshotDto> Handle(GetSnapshotQuery query, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(query.RoomId, cancellationToken) ?? throw new NotFoundException("Room");

        var stored = await snapshots.ReadAsync(room.Id, snapshot => ReadAsync(room, snapshot, query.Limit, cancellationToken), cancellationToken)
            ?? throw new NotFoundException("Room");
        var present = await presence.ListAsync(room.Id, cancellationToken);
        var names = await NameAsync(stored, present, cancellationToken);

        return new SnapshotDto(
            stored.Room.Position,
            stored.Room,
            stored.Messages.Items,
            HasOlder: stored.Messages.Previous is not null,
            [.. stored.Milestones.Select(EventFormats.ToFrame)],
            names,
            new PresenceDto(present.Count, [.. present.Take(SnapshotDto.MaxUsers)]),
            [.. stored.Videos.Select(video => mapper.Map<VideoDto>(video).At(videos, query.Address))],
            [.. stored.LiveStreams.Select(stream => mapper.Map<LiveStreamViewDto>(stream).At(query.Address))]);
    }

    private async Task<Stored> ReadAsync(Room room, IRoomSnapshot snapshot, int limit, CancellationToken cancellationToken)
    {
        var members = await snapshot.ListOldestMembersAsync(RoomDto.MaxUsers, cancellationToken);
        var messages = await ListMessagesAsync(room, snapshot, limit, cancellationToken);
        var oldest = messages.Previous is null ? 0 : messages.Items[0].Seq;
        return new Stored(
            // The cached room has its name and creation time, which never change.
            mapper.Map<RoomDto>(room) with { Users = members, MemberCount = snapshot.MemberCount, Position = snapshot.Position.ToString() },
            messages,
            await snapshot.ListMilestonesAsync(oldest, SnapshotDto.MaxMilestones, cancellationToken),
            await snapshot.ListVideosAsync(SnapshotDto.MaxMedia, cancellationToken),
            await snapshot.ListLiveStreamsAsync(SnapshotDto.MaxMedia, cancellationToken));
    }

    private async Task<Page<MessageDto>> ListMessagesAsync(
        Room room, IRoomSnapshot snapshot, int limit, CancellationToken cancellationToken)
    {
        if (newest.Find(room.Id, limit, snapshot.Position) is { } known)
            return known;

        var found = await snapshot.ListNewestMessagesAsync(limit + 1, cancellationToken);
        var page = Page.Backward(found, limit, m => m.Id).Select(MessageDto.From);
        return page.Items.Count == 0 ? page : newest.Add(room.Id, limit, snapshot.Position, page);
    }

    // The names that the client needs first come first, because their number is limited.
    private async Task<IReadOnlyList<UserNameDto>> NameAsync(
        Stored stored, IReadOnlyList<PresentUser> present, CancellationToken cancellationToken)
    {
        var names = new SnapshotNames();
        foreach (var message in stored.Messages.Items)
            names.Add(message.UserId, message.Username);
        stored.Milestones.ForEach(names.Add);
        stored.Videos.ForEach(video => names.Add(video.UserId, video.Username));
        stored.LiveStreams.ForEach(stream => names.Add(stream.UserId, stream.Username));
        foreach (var user in present)
            names.Add(user.Id, user.Username);
        await names.AddAsync(stored.Room.Users, users, cancellationToken);
        return names.Users;
    }

    private sealed record Stored(
        RoomDto Room, Page<MessageDto> Messages, List<RoomEvent> Milestones, List<Video> Videos, List<LiveStream> LiveStreams);
}
