using VideoChat.Application.Health;
using VideoChat.Application.Realtime;
using VideoChat.Infrastructure.Realtime.Frames;

namespace VideoChat.Infrastructure.Realtime.Backplanes;

/// <summary>
/// Delivers broadcasts to the listeners of a room in all processes, without waiting for them. A broadcast may be lost, because the
/// database is authoritative: listeners detect a loss by a gap in <c>seq</c> or by polling the log.
/// </summary>
internal interface IBackplane : IRoomBroadcaster
{
    /// <summary>The state that <c>/health</c> shows.</summary>
    BackplaneState State { get; }

    ValueTask SubscribeAsync(Guid roomId, IRoomListener listener);

    ValueTask UnsubscribeAsync(Guid roomId, IRoomListener listener);
}

/// <summary>Receives the broadcasts of a room in this process. Implementations must not block.</summary>
internal interface IRoomListener
{
    /// <summary>Called after events were added to the room's log on this machine.</summary>
    void OnEvents(EventBatch batch);

    /// <summary>
    /// Called after another machine stored events up to <paramref name="seq"/>. The events can be read from the database.
    /// </summary>
    void OnReached(long seq);

    /// <summary>Called for a frame that is not stored in the log.</summary>
    /// <param name="signal">The frame.</param>
    /// <param name="exceptUserId">The user whose connections do not receive the frame.</param>
    void OnSignal(FrameBatch signal, Guid exceptUserId);
}
