using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams.RefreshLiveStream;

/// <summary>Asks the provider how far a live stream is and brings ours there.</summary>
public sealed record RefreshLiveStreamCommand(Guid RoomId, Guid StreamId) : IRequest<Unit>;

internal sealed class RefreshLiveStreamCommandHandler(
    ILiveStreamRepository streams, ILiveGateway gateway, IUnitOfWork unitOfWork, TimeProvider clock)
    : IRequestHandler<RefreshLiveStreamCommand, Unit>
{
    public async Task<Unit> Handle(RefreshLiveStreamCommand command, CancellationToken cancellationToken)
    {
        if (await streams.FindAsync(command.RoomId, command.StreamId, cancellationToken) is not { IsFinal: false } stream)
            return Unit.Value;

        var status = await gateway.RefreshAsync(stream.Id, cancellationToken) ?? ProviderLiveStatus.Failed;
        var now = clock.UtcTimestamp();
        Func<LiveStream, LiveStreamEvent?>? change = status switch
        {
            ProviderLiveStatus.Live when stream.Status == LiveStreamStatus.Ready => s => s.Start(now),
            ProviderLiveStatus.Ended => s => s.End(now),
            ProviderLiveStatus.Failed => s => s.Fail(now),
            _ => null,
        };
        if (change is null)
            return Unit.Value;

        streams.Change(stream, change);
        return await unitOfWork.SaveChangesAsync(() => Unit.Value, cancellationToken);
    }
}
