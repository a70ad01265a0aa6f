using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams.StopLiveStream;

/// <summary>Ends a live stream permanently. A repeated command has no effect.</summary>
public sealed record StopLiveStreamCommand(Guid RoomId, Guid StreamId, PublicAddress Address) : IRequest<LiveStreamDto>;

internal sealed class StopLiveStreamCommandHandler(
    IRoomDirectory rooms, ILiveGateway gateway, ILiveStreamRepository streams, LiveStreamEnding ending, IUnitOfWork unitOfWork,
    IMapper mapper, TimeProvider clock)
    : IRequestHandler<StopLiveStreamCommand, LiveStreamDto>
{
    public async Task<LiveStreamDto> Handle(StopLiveStreamCommand command, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(command.RoomId, cancellationToken) ?? throw new NotFoundException("Room");
        var stream = await streams.FindAsync(room.Id, command.StreamId, cancellationToken)
            ?? throw new NotFoundException("Live stream");

        if (!stream.IsFinal)
            await gateway.StopAsync(stream.Id, cancellationToken);

        var now = clock.UtcTimestamp();
        var afterwards = ending.Enlist(stream, (s, videoId, reason) => (stream = s).End(now, videoId, reason), now);
        var stopped = await unitOfWork.SaveChangesAsync(
            () => mapper.Map<LiveStreamDto>(stream).At(command.Address), CancellationToken.None);
        afterwards();
        return stopped;
    }
}
