using MediatR;
using VideoChat.Application.Common;
using VideoChat.Domain.Common;
using VideoChat.Domain.LiveStreams;

namespace VideoChat.Application.LiveStreams.RefreshLiveStream;

/// <summary>Queries the provider and updates the live stream accordingly.</summary>
public sealed record RefreshLiveStreamCommand(Guid RoomId, Guid StreamId) : IRequest<Unit>;

internal sealed class RefreshLiveStreamCommandHandler(
    ILiveStreamRepository streams, ILiveGateway gateway, LiveStreamEnding ending, IUnitOfWork unitOfWork, TimeProvider clock)
    : IRequestHandler<RefreshLiveStreamCommand, Unit>
{
    public async Task<Unit> Handle(RefreshLiveStreamCommand command, CancellationToken cancellationToken)
    {
        if (await streams.FindAsync(command.RoomId, command.StreamId, cancellationToken) is not { IsFinal: false } stream)
            return Unit.Value;

        var status = await gateway.RefreshAsync(stream.Id, cancellationToken) ?? ProviderLiveStatus.Failed;
        var now = clock.UtcTimestamp();
        var afterwards = () => { };
        if (status == ProviderLiveStatus.Ended)
            afterwards = ending.Enlist(stream, (s, videoId, reason) => s.End(now, videoId, reason), now);
        else if (status == ProviderLiveStatus.Failed)
            afterwards = ending.Enlist(stream, (s, videoId, reason) => s.Fail(now, videoId, reason), now);
        else if (status == ProviderLiveStatus.Live && stream.Status == LiveStreamStatus.Ready)
            streams.Change(stream, s => s.Start(now));
        else if (gateway.ReasonOf(stream.Id) is { } reason && reason != stream.Reason)
            streams.Change(stream, s => s.Reject(reason, now));
        else
            return Unit.Value;

        await unitOfWork.SaveChangesAsync(() => Unit.Value, cancellationToken);
        afterwards();
        return Unit.Value;
    }
}
