using AutoMapper;
using MediatR;
using VideoChat.Application.Common;
using VideoChat.Application.Rooms;
using VideoChat.Application.Users;
using VideoChat.Application.Videos;
using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams.CreateLiveStream;

public sealed record CreateLiveStreamCommand(Guid RoomId, Guid? UserId, string Title, PublicAddress Address)
    : IRequest<LiveStreamDto>;

internal sealed class CreateLiveStreamCommandHandler(
    IRoomDirectory rooms, IUserDirectory users, ILiveGateway gateway, ILiveStreamRepository streams, IUnitOfWork unitOfWork,
    IMapper mapper, TimeProvider clock)
    : IRequestHandler<CreateLiveStreamCommand, LiveStreamDto>
{
    public async Task<LiveStreamDto> Handle(CreateLiveStreamCommand command, CancellationToken cancellationToken)
    {
        var room = await rooms.FindAsync(command.RoomId, cancellationToken) ?? throw new NotFoundException("Room");
        var creator = await users.FindCreatorAsync(command.UserId, cancellationToken);

        var created = await gateway.CreateAsync(command.Title.Trim(), cancellationToken);
        try
        {
            var stream = LiveStream.Create(
                created.Id, room, creator, command.Title, created.StreamKey, created.PlaybackId, created.IngestUrl, created.PullUrl,
                clock.UtcTimestamp());

            streams.Add(stream);

            return await unitOfWork.SaveChangesAsync(
                () => mapper.Map<LiveStreamDto>(stream).At(command.Address), CancellationToken.None);
        }
        catch
        {
            // The stream is stopped to free its slot at the provider. The stream was not stored, so no client can use it.
            await gateway.StopAsync(created.Id, CancellationToken.None);
            throw;
        }
    }
}
