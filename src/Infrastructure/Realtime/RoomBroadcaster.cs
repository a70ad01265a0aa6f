using VideoChat.Application.Realtime;
using VideoChat.Domain.Rooms;
using VideoChat.Infrastructure.Realtime.Backplanes;

namespace VideoChat.Infrastructure.Realtime;

/// <summary>Serialises once and hands the bytes to the backplane.</summary>
internal sealed class RoomBroadcaster(IBackplane backplane) : IRoomBroadcaster
{
    public ValueTask BroadcastAsync(Guid roomId, IReadOnlyList<RoomEvent> roomEvents) =>
        backplane.HasListeners(roomId)
            ? backplane.PublishEventsAsync(roomId, FrameWriter.Write(roomEvents))
            : ValueTask.CompletedTask;

    public ValueTask SignalAsync(Guid roomId, RoomFrame signal, Guid exceptUserId) =>
        backplane.HasListeners(roomId)
            ? backplane.PublishSignalAsync(roomId, FrameWriter.Write(signal), exceptUserId)
            : ValueTask.CompletedTask;
}
